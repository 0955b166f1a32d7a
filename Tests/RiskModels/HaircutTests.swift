import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Haircuts")
struct HaircutTests {
    private func amount(_ generator: inout SeededGenerator, upTo limit: Int64 = 10_000) -> FixedPoint {
        FixedPoint(raw: Int128(Int64.random(in: 0...limit, using: &generator)) * 1_000_000_000_000_000)
    }

    private func tiers(_ generator: inout SeededGenerator, _ direction: ValueTiers.Direction) throws -> ValueTiers {
        var end = FixedPoint.zero
        var rates = (0..<4).map { _ in amount(&generator, upTo: 1_000) }.sorted()
        if direction == .falling { rates.reverse() }
        return try ValueTiers(
            rates.enumerated().map { index, rate in
                end = FixedPoint(raw: end.raw + amount(&generator, upTo: 3_000).raw + 1)
                return ValueTiers.Tier(upTo: index == 3 ? nil : end, rate: rate)
            }, direction: direction)
    }

    @Test("more collateral never counts less, and merging holdings never counts more than their parts; charges the other way round")
    func tiersAreMonotone() throws {
        var generator = SeededGenerator()
        for _ in 0..<500 {
            let falling = try tiers(&generator, .falling)
            let rising = try tiers(&generator, .rising)
            let (one, two) = (amount(&generator), amount(&generator))
            let both = try one.adding(two)
            #expect(try falling.value(of: both) >= falling.value(of: one))
            #expect(try rising.value(of: both) >= rising.value(of: one))
            // Four roundings a side at the most.
            let apart = try falling.value(of: one).adding(falling.value(of: two))
            let charges = try rising.value(of: one).adding(rising.value(of: two))
            #expect(try falling.value(of: both).raw <= apart.raw + 8)
            #expect(try rising.value(of: both).raw + 8 >= charges.raw)
            #expect(try falling.value(of: both) <= both)
        }
    }

    @Test("tiers out of order, rates the wrong way, and rates above one are refused")
    func tiersAreOrdered() throws {
        func make(_ tiers: [(Int64?, String)], _ direction: ValueTiers.Direction) throws -> ValueTiers {
            try ValueTiers(tiers.map { .init(upTo: $0.map { FixedPoint($0) }, rate: try FixedPoint(parsing: $1)) }, direction: direction)
        }
        #expect(throws: RiskModelError.self) { try make([(2, "0.9"), (1, "0.8")], .falling) }
        #expect(throws: RiskModelError.self) { try make([(nil, "0.9"), (1, "0.8")], .falling) }
        #expect(throws: RiskModelError.self) { try make([(1, "0.8"), (nil, "0.9")], .falling) }
        #expect(throws: RiskModelError.self) { try make([(1, "1.1"), (nil, "0.9")], .falling) }
        #expect(throws: RiskModelError.self) { try make([(1, "2"), (nil, "1")], .rising) }
        #expect(throws: RiskModelError.self) { try make([], .rising) }
        // Beyond an ended last tier: nothing as collateral, the last rate as a charge.
        #expect(try make([(10, "0.5")], .falling).value(of: 30) == 5)
        #expect(try make([(10, "2")], .rising).value(of: 30) == 60)
    }

    @Test("a larger haircut, size or crowd never raises what collateral counts")
    func monotoneWeights() throws {
        var generator = SeededGenerator()
        for _ in 0..<500 {
            let (quantity, price) = (amount(&generator), amount(&generator))
            let cuts = [amount(&generator, upTo: 1_000), amount(&generator, upTo: 1_000)].sorted()
            let values = try cuts.map { try CollateralValue.adjusted(quantity: quantity, price: price, haircut: $0) }
            #expect(values[0] >= values[1])

            let sizes = [UInt256(generator.next() >> 8), UInt256(generator.next())].sorted()
            let assets = try sizes.map { try SizeWeights.asset(weight: 9_000, size: $0, factor: 500) }
            let liabilities = try sizes.map { try SizeWeights.liability(weight: 11_000, size: $0, factor: 500) }
            #expect(assets[0] >= assets[1] && liabilities[0] <= liabilities[1])

            let crowds = [amount(&generator), amount(&generator)].sorted()
            let start = amount(&generator, upTo: 5_000)
            let weights = try crowds.map { try SystemWideConcentration.assetWeight(1, deposits: $0, start: start) }
            #expect(weights[0] >= weights[1])

            let interests = sizes
            let market = try OpenInterestMargin(baseFraction: 50_000, lowerBound: 1_000_000_000_000, upperBound: 1_000_000_000_000_000_000)
            #expect(try market.fraction(openInterest: interests[0]) <= market.fraction(openInterest: interests[1]))
        }
    }

    @Test("supervisory haircuts grow with the square root of the period and stop at one")
    func supervisory() throws {
        #expect(try BaselHaircuts.scaled(haircut: 0.1, fromDays: 10, toDays: 40) == 0.2)
        #expect(try BaselHaircuts.scaled(haircut: 0.9, holdingDays: 10, revaluationDays: 1_000) == 1)
        #expect(
            try BaselHaircuts.adjustedExposure(exposure: 50, exposureHaircut: 0, collateral: 100, collateralHaircut: 0.2, currencyHaircut: 0.9) == 50)
    }

    @Test("what does not fit is an error, not a wrap")
    func overflow() throws {
        #expect(throws: RiskModelError.self) { try CollateralValue.adjusted(quantity: .max, price: 2, haircut: .zero) }
        #expect(throws: RiskModelError.self) { try SizeWeights.asset(weight: 1, size: .max, factor: 1) }
        #expect(throws: RiskModelError.self) { try LinearConcentration.requirement(size: .min, price: 1, base: 1, slope: .zero) }
        #expect(throws: RiskModelError.self) { try CollateralValue.adjusted(quantity: -1, price: 2, haircut: .zero) }
        #expect(throws: RiskModelError.self) { try CollateralValue.adjusted(quantity: 1, price: 2, haircut: 2) }
    }
}
