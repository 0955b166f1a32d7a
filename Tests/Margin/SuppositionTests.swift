import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing
import UnifiedView

@Suite("What is supposed of prices, chains and positions")
struct SuppositionTests {
    private func margin(_ world: MarginWorld) throws -> MarginCase {
        MarginCase(
            account: try world.account(), lines: world.lines, viewDigest: .zero, prices: try world.book(), parameters: try world.parameterSet(),
            now: Timestamp(milliseconds: world.now))
    }

    private func asset(_ text: String) throws -> AssetID { try AssetID(parsing: text) }

    @Test("a linear position wins and loses the move of its price to the last digit, on its own asset and on the mark of a perpetual")
    func linearPositions() throws {
        var world = try MarginWorld.derivatives(.isolated)
        world.lines = [
            try MarginWorld.line(.position, MarginWorld.ethereum, ether), try MarginWorld.line(.position, MarginWorld.perpetual, ether.negated()),
        ]
        let margin = try margin(world)
        #expect(try margin.report().totals?.positionValue == "0")
        let after = try margin.report(supposing: [.price(asset(MarginWorld.ethereum), factor: "0.8")])
        // The long loses 600, the short at 3,001 wins 600.2.
        #expect(after.totals?.positionValue == "0.2")
        let up = try margin.report(supposing: [.price(asset(MarginWorld.ethereum), factor: "1.1")])
        #expect(up.totals?.positionValue == "-0.1")
    }

    @Test("two moves one after the other are one move from where the price was")
    func twice() throws {
        var world = MarginWorld.plain()
        world.lines = [try MarginWorld.line(.position, MarginWorld.ethereum, ether)]
        let ethereum = try asset(MarginWorld.ethereum)
        let margin = try margin(world)
        let twice = try margin.report(supposing: [.price(ethereum, factor: "0.5"), .price(ethereum, factor: "0.5")])
        #expect(twice.outcome == (try margin.report(supposing: [.price(ethereum, factor: "0.25")])).outcome)
    }

    @Test("an option is worth what its forward makes of it: a call falls with its underlying, a put rises")
    func options() throws {
        var world = try MarginWorld.derivatives(.isolated)
        for (option, isPut) in [(MarginWorld.call, false), (MarginWorld.put, true)] {
            world.lines = [try MarginWorld.line(.position, option, ether)]
            let margin = try margin(world)
            let before = try #require(try margin.report().totals?.positionValue)
            let after = try #require(try margin.report(supposing: [.price(asset(MarginWorld.ethereum), factor: "0.8")]).totals?.positionValue)
            #expect((after > before) == isPut)
            let wild = try #require(try margin.report(supposing: [.volatility(factor: "2")]).totals?.positionValue)
            #expect(wild > before, "more volatility is worth more to whoever bought an option")
        }
    }

    @Test("doubt about a price takes its share of collateral and adds it to what is owed; it never makes a price better known")
    func doubt() throws {
        var world = MarginWorld.plain()
        world.lines = [try MarginWorld.line(.collateral, MarginWorld.ethereum, ether), try MarginWorld.line(.debt, MarginWorld.dollar, 1_000_000_000)]
        let margin = try margin(world)
        let after = try margin.report(supposing: [.doubt(asset(MarginWorld.ethereum), share: "0.1"), .doubt(asset(MarginWorld.dollar), share: "0.05")])
        #expect(after.collateral.adjustedValue.maintenance == "2430", "3,000 less 10 % of doubt less 10 % of haircut")
        #expect(after.totals?.liabilities.maintenance == "1050")
        world.doubts[MarginWorld.ethereum] = MarginWorld.Doubt(confidence: "600")
        let doubted = try self.margin(world)
        #expect(try doubted.report(supposing: [.doubt(asset(MarginWorld.ethereum), share: "0.1")]).collateral == doubted.report().collateral)
        #expect(throws: MarginError.self) { try margin.report(supposing: [.doubt(asset(MarginWorld.ethereum), share: "1.1")]) }
        #expect(throws: MarginError.self) { try margin.report(supposing: [.doubt(asset("eip155:1/erc20:none"), share: "0.1")]) }
    }

    @Test("a chain out of service: its collateral counts nothing, its debts count in full, others' collateral stays")
    func outage() throws {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.collateral, MarginWorld.ethereum, ether), try MarginWorld.line(.debt, MarginWorld.dollar, 1_000_000_000),
            try MarginWorld.line(.collateral, MarginWorld.bitcoin, 10_000_000, chain: "eip155:8453"),
        ]
        let after = try margin(world).report(supposing: [.outage(try ChainID(parsing: "eip155:1"))])
        #expect(after.collateral.adjustedValue.maintenance == "9500")
        #expect(after.collateral.marketValue == "13000")
        #expect(after.totals?.liabilities.maintenance == "1000")
    }

    @Test("a straddle that was sold is called on either side: the threshold is a range, and just inside it there is no shortfall")
    func straddle() throws {
        var world = try MarginWorld.derivatives(.isolated)
        world.lines = [
            try MarginWorld.line(.collateral, MarginWorld.dollar, 2_500_000_000), try MarginWorld.line(.position, MarginWorld.call, ether.negated()),
            try MarginWorld.line(.position, MarginWorld.put, ether.negated()),
        ]
        let margin = try margin(world)
        guard case .outside(let low, let high) = try PriceThresholds(margin).threshold(of: asset(MarginWorld.ethereum), .maintenance) else {
            Issue.record("expected a range")
            return
        }
        #expect(low < "3000" && high > "3000")
        for (price, isShort) in [(low.raw - 1_000_000, true), (low.raw + 1_000_000, false), (high.raw - 1_000_000, false), (high.raw + 1_000_000, true)] {
            let factor = try FixedPoint(raw: price).divided(by: "3000", rounding: .halfEven)
            #expect(try margin.report(supposing: [.price(asset(MarginWorld.ethereum), factor: factor)]).marginExcess(.maintenance)?.isNegative == isShort)
        }
    }

    @Test("the largest withdrawal leaves no shortfall of initial margin, and one base unit more does, in random worlds with tiers and doubts")
    func withdrawals() throws {
        var random = SeededGenerator()
        var (partial, whole) = (0, 0)
        for round in 0..<200 where round < 12 || partial == 0 || whole == 0 {
            let world = try MarginWorld.random(&random)
            let margin = try margin(world)
            for asset in Set(world.lines.map(\.holding.asset)) {
                guard let limits = try? margin.withdrawalLimits(of: asset) else { continue }
                for limit in limits {
                    #expect(Int256.zero <= limit.most && limit.most <= limit.held)
                    func excess(_ quantity: Int256) throws -> FixedPoint? {
                        var changed = world
                        changed.lines = try world.lines.compactMap { line in
                            guard line.stream == limit.stream, line.account == limit.account, line.holding.kind == .collateral, line.holding.asset == asset else { return line }
                            let left = try line.holding.quantity.subtracting(quantity)
                            if left.isZero { return nil }
                            return HoldingLine(
                                account: line.account, stream: line.stream, holding: try Holding(kind: .collateral, asset: asset, quantity: left),
                                sequence: line.sequence, asOfBlock: line.asOfBlock, asOfTime: line.asOfTime, finality: line.finality,
                                evidence: line.evidence, standing: line.standing)
                        }
                        return try MarginReport.make(
                            account: margin.account, lines: changed.lines, viewDigest: .zero, prices: margin.prices, parameters: margin.parameters,
                            now: margin.now
                        ).marginExcess(.initial)
                    }
                    #expect(try excess(limit.most) == limit.excessAfter)
                    if !limit.most.isZero { #expect(limit.excessAfter?.isNegative == false) }
                    if limit.most < limit.held {
                        // Nothing may go where something is missing already.
                        #expect(try excess(limit.most.adding(1))?.isNegative != false)
                        if !limit.most.isZero { partial += 1 }
                    } else {
                        whole += 1
                    }
                }
            }
        }
        #expect(partial > 0 && whole > 0, "\(partial) partial and \(whole) whole withdrawals")
    }

    @Test("a common fall: at the factor the account is called, just above it is not; a debt that falls along may mean never")
    func jointFall() throws {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.collateral, MarginWorld.ethereum, ether), try MarginWorld.line(.collateral, MarginWorld.bitcoin, 3_000_000),
            try MarginWorld.line(.debt, MarginWorld.dollar, 2_000_000_000),
        ]
        let margin = try margin(world)
        let risky = try [asset(MarginWorld.ethereum), asset(MarginWorld.bitcoin)]
        guard case .below(let factor) = try margin.jointThreshold(of: risky, .liquidation) else {
            Issue.record("expected a fall")
            return
        }
        // (2,700 + 2,850) * f = 2,000 * 1.05.
        #expect(factor > "0.3783" && factor < "0.3784", "\(factor)")
        func state(_ factor: FixedPoint) throws -> MarginState? {
            try margin.report(supposing: risky.map { .price($0, factor: factor) }).totals?.state
        }
        #expect(try state(factor) == .liquidation)
        #expect(try state(FixedPoint(raw: factor.raw + 1)).map { $0 < .liquidation } == true)
        guard case .below(let call) = try margin.jointThreshold(of: risky, .call) else {
            Issue.record("expected a call")
            return
        }
        #expect(call >= factor)
        #expect(try margin.jointThreshold(of: [asset(MarginWorld.dollar)], .liquidation) == .never, "who owes it wins by its fall")
        world.lines.append(try MarginWorld.line(.debt, MarginWorld.ethereum, ether.adding(ether)))
        #expect(try self.margin(world).jointThreshold(of: risky, .liquidation) == .already)
        world.lines.append(try MarginWorld.line(.debt, "eip155:1/erc20:unheard", 1))
        #expect(try self.margin(world).jointThreshold(of: risky, .liquidation) == .unknown)
    }
}
