public import Encoding

extension StressScenario {
    /// Its name and what it does, with the names of the book instead of places in it.
    ///
    /// - Throws: as `conditions(for:)` for a shock that is no shock of this book.
    public func json(for book: RiskBook) throws(SystemicRiskError) -> JSON {
        for shock in shocks { try shock.verify(for: book) }
        return ["name": .string(name), "shocks": .array(shocks.map { $0.json(for: book) })]
    }
}

extension StressShock {
    /// Every index has been verified.
    fileprivate func json(for book: RiskBook) -> JSON {
        func name(_ asset: AssetIndex) -> JSON { .string(book.assets[asset.position].name) }
        return switch self {
        case .flashCrash(let drop): ["kind": "flash-crash", "drop": .string("\(drop)")]
        case .depeg(let asset, let drop): ["kind": "depeg", "asset": name(asset), "drop": .string("\(drop)")]
        case .volatilitySpike(let factor): ["kind": "volatility-spike", "factor": .string("\(factor)")]
        case .chainOutage(let chain): ["kind": "chain-outage", "chain": .string(book.chains[chain.position])]
        case .oracleFailure(let assets, let width):
            ["kind": "oracle-failure", "assets": .array(Set(assets).sorted().map(name)), "width": .string("\(width)")]
        case .pricePath(let path):
            [
                "kind": "price-path",
                "steps": .array(
                    path.steps.map { step in
                        .object(of: zip(book.assets, step).map { ($0.name, .string("\($1)")) })
                    }),
            ]
        }
    }
}
