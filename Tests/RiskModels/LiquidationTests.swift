import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Liquidation")
struct LiquidationTests {
    @Test("the amount taken over covers the shortage, and one unit less than a rounding's worth does not")
    func perpetualSize() throws {
        var generator = SeededGenerator()
        for _ in 0..<500 {
            let shortage = UInt256(generator.next() % 1_000_000_000_000)
            let position = LiquidationSizing.Perpetual(
                marginRatio: UInt32.random(in: 300...5_000, using: &generator), liquidatorFee: UInt32.random(in: 0...20_000, using: &generator),
                insuranceFee: UInt32.random(in: 0...5_000, using: &generator), price: UInt64.random(in: 1_000_000...100_000_000_000, using: &generator),
                quotePrice: UInt64.random(in: 950_000...1_050_000, using: &generator))
            guard let amount = try LiquidationSizing.baseAmount(shortage: shortage, position) else { continue }
            let share = Double(position.marginRatio) / 1e4 - Double(position.liquidatorFee) / 1e6
            let freed = Double(position.price) * (Double(position.quotePrice) / 1e6 * share - Double(position.insuranceFee) / 1e6)
            let covered = (Double(amount.description) ?? .nan) / 1e9 * freed
            let wanted = Double(shortage.description) ?? .nan
            #expect((covered - wanted).magnitude <= 1e-3 * wanted + freed / 1e9 + 1)
        }
    }

    @Test("no amount is named where fees eat what a liquidation frees")
    func hopeless() throws {
        var position = LiquidationSizing.Perpetual(marginRatio: 100, liquidatorFee: 10_000, insuranceFee: 0, price: 1_000_000, quotePrice: 1_000_000)
        #expect(try LiquidationSizing.baseAmount(shortage: 1, position) == nil)
        position.liquidatorFee = 5_000
        position.insuranceFee = 5_000
        #expect(try LiquidationSizing.baseAmount(shortage: 1, position) == nil)
        position.price = 0
        #expect(try LiquidationSizing.baseAmount(shortage: 1, position) == nil)
        var borrow = LiquidationSizing.Borrow(
            assetWeight: 9_000, assetMultiplier: 1_000_000, liabilityWeight: 9_000, liabilityMultiplier: 1_000_000, liabilityDecimals: 6,
            liabilityPrice: 1_000_000, insuranceFee: 0)
        #expect(try LiquidationSizing.liabilityTransfer(shortage: 1, borrow) == nil)
        borrow.liabilityWeight = 10_000
        #expect(try LiquidationSizing.liabilityTransfer(shortage: 0, borrow) == 1)
        borrow.liabilityDecimals = 200
        #expect(throws: RiskModelError.self) { try LiquidationSizing.liabilityTransfer(shortage: 1, borrow) }
    }

    @Test("after the largest fraction is sold nothing is short any more, and the price only falls")
    func auctions() throws {
        let auction = try DutchAuction(startShare: 1, cutoffShare: FixedPoint(parsing: "0.8"), fastSeconds: 600, slowSeconds: 7_200)
        var last = FixedPoint.one
        for seconds in stride(from: 0, through: 9_000, by: 7) {
            let share = try auction.share(afterSeconds: UInt64(seconds))
            #expect(share <= last && share >= .zero)
            last = share
        }
        #expect(last == .zero)
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let value = FixedPoint(Int64.random(in: 100...10_000, using: &generator))
            let excess = FixedPoint(-Int64.random(in: 1...5_000, using: &generator))
            let offer = try AuctionOffer(
                markToMarket: value, maintenanceExcess: excess, bufferShare: FixedPoint(parsing: "0.1"), discount: FixedPoint(parsing: "0.9"),
                reservedCash: .zero)
            let buffered = (Double(excess.description) ?? 0) - 0.1 * ((Double(value.description) ?? 0) - (Double(excess.description) ?? 0))
            let fraction = offer.maximumFraction.double
            let left = (1 - fraction) * buffered + offer.cashFromBidder.double
            #expect(left.magnitude < 1e-9 && fraction > 0 && fraction <= 1)
        }
        let healthy = try AuctionOffer(markToMarket: 100, maintenanceExcess: 50, bufferShare: .zero, discount: 1, reservedCash: .zero)
        #expect(healthy.maximumFraction == .zero && healthy.cashFromBidder == .zero)
    }

    @Test("a liquidation starts below maintenance, goes on through the band, and ends above it")
    func hysteresis() throws {
        var state = HealthState.healthy
        let path: [(FixedPoint, FixedPoint, HealthState)] = [
            (5, 2, .healthy), (1, -1, .healthy), (-1, -3, .beingLiquidated), (1, -1, .beingLiquidated), (2, 0, .healthy), (1, -1, .healthy),
        ]
        for (maintenance, end, expected) in path {
            state = try state.next(maintenance: maintenance, liquidationEnd: end)
            #expect(state == expected)
        }
        #expect(throws: RiskModelError.self) { try state.next(maintenance: 1, liquidationEnd: 2) }
    }

    @Test("below the toxic frontier a liquidation lowers the loan-to-value, above it not")
    func frontier() throws {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let bonus = FixedPoint(raw: Int128(Int64.random(in: 0...200, using: &generator)) * 1_000_000_000_000_000)
            let debt = FixedPoint(Int64.random(in: 1...1_000, using: &generator))
            let collateral = FixedPoint(Int64.random(in: 1...2_000, using: &generator))
            let before = debt.double / collateral.double
            let repaid = 0.001 * min(debt.double, collateral.double)
            let after = (debt.double - repaid) / (collateral.double - repaid * (1 + bonus.double))
            guard (after - before).magnitude > 1e-12 else { continue }
            let improves = try ToxicFrontier.improvesHealth(debt: debt, collateral: collateral, bonus: bonus)
            #expect(improves == (after < before))
            #expect(try improves == (before < ToxicFrontier.largestLoanToValue(bonus: bonus).double))
        }
    }

    @Test("a healthy account is not closed, a sick one in part, a small or dying one in full")
    func closeFactor() throws {
        let factor = CloseFactor(smallPosition: 1_000)
        #expect(try factor.share(debt: 5_000, collateral: 9_000, health: 1) == .zero)
        #expect(try factor.share(debt: 5_000, collateral: 9_000, health: FixedPoint(parsing: "0.97")) == FixedPoint(parsing: "0.5"))
        #expect(try factor.share(debt: 5_000, collateral: 9_000, health: FixedPoint(parsing: "0.94")) == .one)
        #expect(try factor.share(debt: 999, collateral: 9_000, health: FixedPoint(parsing: "0.97")) == .one)
    }
}
