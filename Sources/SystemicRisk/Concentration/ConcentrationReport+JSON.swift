public import Encoding

extension ConcentrationReport {
    public var json: JSON {
        [
            "collateral": .string("\(collateral)"), "assets": .array(assets.map(\.json)), "chains": .array(chains.map(\.json)),
        ]
    }
}

extension Crowd {
    fileprivate var json: JSON {
        [
            "name": .string(name), "value": .string("\(value)"), "share": .string("\(share)"), "holders": .integer(holderCount),
            "herfindahl": .string("\(herfindahl)"), "daysToLiquidate": daysToLiquidate.map { .string("\($0)") } ?? .null,
            "topHolders": .array(
                topHolders.map { ["account": .string($0.id), "value": .string("\($0.value)"), "share": .string("\($0.share)")] }),
        ]
    }
}
