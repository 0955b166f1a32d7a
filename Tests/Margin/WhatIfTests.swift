import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing
import UnifiedView

@Suite("Suppositions")
struct WhatIfTests {
    private let ethereum = "eip155:1/slip44:60"

    private func ask(_ world: MarginWorld, _ suppositions: [Supposition]) throws -> WhatIf {
        let inputs = try world.inputs()
        return try WhatIf.make(
            suppositions, account: inputs.account, lines: world.lines, viewDigest: .zero, prices: inputs.prices, parameters: inputs.parameters,
            now: Timestamp(milliseconds: world.now))
    }

    @Test("a supposed price is what the report would be under prices that say so, and the report as things are is untouched")
    func prices() throws {
        var random = SeededGenerator()
        for _ in 0..<60 {
            var world = try MarginWorld.random(&random)
            world.lines.removeAll { $0.holding.kind == .position }
            guard let priced = world.prices.first else { continue }
            let asset = try AssetID(parsing: priced.asset)
            var moved = world
            let factor = FixedPoint(raw: Int128.random(in: 1...4_000_000_000_000_000_000, using: &random))
            let price = try FixedPoint(parsing: priced.price).multiplied(by: factor, rounding: .floor)
            guard price > .zero, let before = try? world.report(), let expected = try? { try moved.suppose(price, at: 0); return try moved.report() }() else { continue }
            let whatIf = try ask(world, [.price(asset, factor: factor)])
            #expect(whatIf.before == before)
            #expect(whatIf.after.collateral == expected.collateral && whatIf.after.outcome == expected.outcome)
        }
    }

    @Test("a chain that falls silent counts zero once its maximum age is over, and only that chain")
    func silence() throws {
        var world = MarginWorld.plain()
        world.lines = [try MarginWorld.line(.collateral, ethereum, ether), try MarginWorld.line(.collateral, ethereum, ether, chain: "eip155:8453")]
        let chain = try ChainID(parsing: "eip155:8453")
        #expect(try ask(world, [.silence(chain, milliseconds: 120_000)]).after.collateral.adjustedValue.maintenance == "5400")
        #expect(try ask(world, [.silence(chain, milliseconds: 120_001)]).after.collateral.adjustedValue.maintenance == "2700")
    }

    @Test("a deposit, a withdrawal and a new holding change just that holding; what nobody holds cannot be placed")
    func changes() throws {
        var world = MarginWorld.plain()
        let line = try MarginWorld.line(.collateral, ethereum, ether)
        world.lines = [line]
        let asset = try AssetID(parsing: ethereum)
        #expect(try ask(world, [.change(line.account, .collateral, asset, ether)]).after.collateral.marketValue == "6000")
        #expect(try ask(world, [.change(line.account, .collateral, asset, ether.negated())]).after.lines.isEmpty)
        #expect(try ask(world, [.change(line.account, .debt, asset, ether)]).after.totals?.liabilities.maintenance == "3000")
        #expect(throws: MarginError.self) { try ask(world, [.change(line.account, .collateral, asset, ether.negated().subtracting(1))]) }
        let stranger = try MarginWorld.account("eip155:1", 99)
        #expect(throws: MarginError.foreignAccount(stranger)) { try ask(world, [.change(stranger, .collateral, asset, ether)]) }
    }

    @Test(
        "a threshold is exact: one step of the price further there is a shortfall, at it there is none, and never one of the wrong sign",
        arguments: 0..<5 as Range<UInt64>)
    func thresholds(part: UInt64) throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ part)
        var (found, worlds) = (0, 0)
        // More of them where the first have no threshold at all.
        while worlds < 8 || found == 0 && worlds < 200 {
            worlds += 1
            var world = try MarginWorld.random(&random)
            world.lines.removeAll { $0.holding.kind == .position }
            guard let inputs = try? world.inputs(), let report = try? world.report() else { continue }
            let finder = PriceThresholds(
                account: inputs.account, lines: world.lines, prices: inputs.prices, parameters: inputs.parameters, now: Timestamp(milliseconds: world.now))
            for (index, priced) in world.prices.enumerated() {
                let asset = try AssetID(parsing: priced.asset)
                for kind in MarginKind.allCases {
                    guard let threshold = try? finder.threshold(of: asset, kind) else { continue }
                    func isShort(at price: FixedPoint) throws -> Bool? {
                        var moved = world
                        try moved.suppose(price, at: index)
                        return try moved.report().marginExcess(kind)?.isNegative
                    }
                    switch threshold {
                    case .below(let price):
                        found += 1
                        #expect(price >= .zero)
                        if price > .zero { #expect(try isShort(at: price) == true) }
                        #expect(try isShort(at: FixedPoint(raw: price.raw + 1)) == false)
                    case .above(let price):
                        found += 1
                        #expect(try isShort(at: price) == true)
                        if price.raw > 1 { #expect(try isShort(at: FixedPoint(raw: price.raw - 1)) == false) }
                    case .outside(let low, let high):
                        if low > .zero { #expect(try isShort(at: low) == true) }
                        #expect(try isShort(at: FixedPoint(raw: low.raw + 1)) == false)
                        #expect(try isShort(at: high) == true)
                        #expect(try isShort(at: FixedPoint(raw: high.raw - 1)) == false)
                    case .inside(let low, let high):
                        #expect(try isShort(at: low) == true && isShort(at: high) == true)
                        if low.raw > 1 { #expect(try isShort(at: FixedPoint(raw: low.raw - 1)) == false) }
                        #expect(try isShort(at: FixedPoint(raw: high.raw + 1)) == false)
                    case .never: #expect(try isShort(at: FixedPoint(parsing: priced.price)) == false)
                    case .always: #expect(try isShort(at: FixedPoint(parsing: priced.price)) == true)
                    case .unknown: #expect(report.marginExcess(kind) == nil)
                    }
                }
            }
        }
        #expect(found > 0, "the random worlds had too few thresholds: \(found)")
    }
}

extension MarginWorld {
    /// The same world in which the asset has cost this for long, and is as doubtful as before.
    fileprivate mutating func suppose(_ price: FixedPoint, at index: Int) throws {
        let (asset, old) = (prices[index].asset, try FixedPoint(parsing: prices[index].price))
        prices[index].price = "\(price)"
        guard var doubt = doubts[asset] else { return }
        let share = try min(doubt.confidence, old).divided(by: old, rounding: .ceiling)
        (doubt.confidence, doubt.stable, doubt.redemption) = (try price.multiplied(by: share, rounding: .ceiling), nil, nil)
        doubts[asset] = doubt
    }

    fileprivate func inputs() throws -> (account: MarginAccount, prices: PriceBook, parameters: ParameterSet) {
        (try account(), try book(), try parameterSet())
    }
}
