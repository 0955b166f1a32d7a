import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("The guard against procyclical margin")
struct PredictionGuardTests {
    private static let hour: UInt64 = 3_600_000

    private func decimal(_ text: String) throws -> FixedPoint { try FixedPoint(parsing: text) }

    private func rate(_ generator: inout SeededGenerator, _ range: ClosedRange<Int64>) -> FixedPoint {
        FixedPoint(raw: Int128(Int64.random(in: range, using: &generator)))
    }

    private func parameters(_ generator: inout SeededGenerator) throws -> GuardParameters {
        let rise = rate(&generator, 1_000...10_000_000_000_000_000)
        return try GuardParameters(
            buffer: rate(&generator, 0...1_000_000_000_000_000_000),
            releaseMultiple: rate(&generator, 1_000_000_000_000_000_000...5_000_000_000_000_000_000), risePerHour: rise,
            rebuildPerHour: FixedPoint(raw: Int128.random(in: 1...rise.raw, using: &generator)),
            fallPerHour: FixedPoint(raw: Int128.random(in: 1...rise.raw, using: &generator)))
    }

    private func calculated(_ generator: inout SeededGenerator, floor: FixedPoint) throws -> CalculatedRate {
        try CalculatedRate(rate: rate(&generator, 0...500_000_000_000_000_000), floor: floor)
    }

    @Test("calm: a quarter on top; a rise eats the buffer first; more than that climbs by the ramp; the buffer comes back slowly")
    func story() throws {
        let machine = ProcyclicalityGuard(parameters: try BacktestSettings.daily().values.guardParameters)
        let floor = try decimal("0.06")
        func ask(_ text: String) throws -> CalculatedRate { try CalculatedRate(rate: decimal(text), floor: floor) }

        var state = try machine.start(ask("0.1"), now: 0)
        #expect(try state.rate == decimal("0.125"))
        #expect(try state.bufferHeld == decimal("0.025"))

        // 0.12 is still covered: nothing is called for at once, and the buffer comes back at 0.0001 an hour.
        state = try machine.next(state, ask("0.12"), now: Self.hour)
        #expect(try state.rate == decimal("0.125"))
        #expect(try state.bufferHeld == decimal("0.005"))
        state = try machine.advance(state, to: 11 * Self.hour)
        #expect(try state.rate == decimal("0.126"))

        // 0.2 is above the release level of 0.18: the ramp leads to 0.2 itself, half a point an hour, and newcomers pay 0.2 now.
        state = try machine.next(state, ask("0.2"), now: 11 * Self.hour)
        #expect(try state.rate == decimal("0.126") && state.openingRate == decimal("0.2") && state.uncovered == decimal("0.074"))
        #expect(try machine.advance(state, to: 12 * Self.hour).rate == decimal("0.131"))
        state = try machine.advance(state, to: 100 * Self.hour)
        #expect(try state.rate == decimal("0.2") && state.uncovered == .zero && state.bufferHeld == .zero)

        // Calm again: down by 0.0005 an hour to 0.05 and a quarter, which is 0.0625.
        state = try machine.next(state, ask("0.05"), now: 100 * Self.hour)
        #expect(try machine.advance(state, to: 110 * Self.hour).rate == decimal("0.195"))
        #expect(try machine.advance(state, to: 1_000 * Self.hour).rate == decimal("0.0625"))

        // And below the floor there is nothing.
        state = try machine.next(state, ask("0.001"), now: 1_000 * Self.hour)
        #expect(try machine.advance(state, to: 9_000 * Self.hour).rate == floor)
    }

    @Test("two half hours are one hour, to the last digit, however time is cut")
    func cutting() throws {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let machine = ProcyclicalityGuard(parameters: try parameters(&generator))
            let floor = rate(&generator, 1...200_000_000_000_000_000)
            let (before, now) = (try calculated(&generator, floor: floor), try calculated(&generator, floor: floor))
            let start = try machine.next(machine.start(before, now: 0), now, now: 0)
            let end = UInt64.random(in: 1...100_000_000, using: &generator)
            let whole = try machine.advance(start, to: end)
            var cut = start
            for _ in 0..<20 {
                let step = UInt64.random(in: 0...end / 10, using: &generator)
                let next = min(end, cut.at + step)
                // Told the same again, or told nothing: it is the same.
                cut = Bool.random(using: &generator) ? try machine.next(cut, now, now: next) : try machine.advance(cut, to: next)
            }
            #expect(try machine.advance(cut, to: end) == whole)
        }
        let machine = ProcyclicalityGuard(parameters: try BacktestSettings.daily().values.guardParameters)
        let calm = try machine.start(CalculatedRate(rate: decimal("0.1"), floor: decimal("0.01")), now: 0)
        let storm = try machine.next(calm, CalculatedRate(rate: decimal("0.3"), floor: decimal("0.01")), now: 0)
        let twice = try machine.advance(machine.advance(storm, to: Self.hour / 2), to: Self.hour)
        #expect(try twice == machine.advance(storm, to: Self.hour))
    }

    @Test("the way in one go is that of its milliseconds, one by one")
    func twin() throws {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let machine = ProcyclicalityGuard(parameters: try parameters(&generator))
            // Rates of a few hundred steps, so that all lines of the path are met.
            let reach = machine.parameters.risePerHour.raw / 3_600_000 + 1
            func near(_ generator: inout SeededGenerator) -> FixedPoint { FixedPoint(raw: Int128.random(in: 1...300 * reach, using: &generator)) }
            let ask = try CalculatedRate(rate: near(&generator), floor: near(&generator))
            let start = try GuardState(rate: near(&generator), calculated: ask, at: 0)
            var position = start.position
            let required = ask.required.raw * 3_600_000
            let target = try machine.parameters.target(ask).raw * 3_600_000
            for _ in 0..<700 {
                position = position > target
                    ? max(position - machine.parameters.fallPerHour.raw, target)
                    : max(min(position + machine.parameters.risePerHour.raw, required), min(position + machine.parameters.rebuildPerHour.raw, target))
            }
            #expect(try machine.advance(start, to: 700).position == position)
        }
    }

    @Test("never below the floor, never up or down faster than allowed, never above what it is told to be")
    func bounds() throws {
        var generator = SeededGenerator()
        for _ in 0..<100 {
            let machine = ProcyclicalityGuard(parameters: try parameters(&generator))
            let floor = rate(&generator, 1...200_000_000_000_000_000)
            var state = try machine.start(calculated(&generator, floor: floor), now: 0)
            var highest = state.rate
            for _ in 0..<60 {
                let elapsed = UInt64.random(in: 0...20_000_000, using: &generator)
                let next = try machine.next(state, calculated(&generator, floor: floor), now: state.at + elapsed)
                highest = max(highest, try machine.parameters.target(next.calculated))
                #expect(next.rate >= floor && next.rate <= highest)
                #expect(next.position - state.position <= machine.parameters.risePerHour.raw * Int128(elapsed))
                #expect(state.position - next.position <= machine.parameters.fallPerHour.raw * Int128(elapsed))
                #expect(next.openingRate >= next.rate && next.openingRate >= next.calculated.required)
                state = next
            }
        }
    }

    @Test("what stays the same is reached, from above and from below, and then nothing moves")
    func converges() throws {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let machine = ProcyclicalityGuard(parameters: try parameters(&generator))
            let ask = try calculated(&generator, floor: rate(&generator, 1...200_000_000_000_000_000))
            let state = try GuardState(rate: rate(&generator, 0...900_000_000_000_000_000), calculated: ask, at: 0)
            let target = try machine.parameters.target(ask)
            let slowest = min(machine.parameters.rebuildPerHour, machine.parameters.fallPerHour)
            // The longest way at the lowest speed, unless that is longer than there is time.
            let hours = (max(state.rate.raw, target.raw)) / slowest.raw + 2
            guard hours < 60_000_000 else { continue }
            let settled = try machine.advance(state, to: UInt64(hours) * Self.hour)
            #expect(settled.rate == target)
            #expect(try machine.advance(settled, to: settled.at + 1_000 * Self.hour).rate == target)
        }
    }

    @Test("a higher forecast, a higher floor or a higher start never leads to a lower rate")
    func monotone() throws {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let machine = ProcyclicalityGuard(parameters: try parameters(&generator))
            var floors = (rate(&generator, 1...200_000_000_000_000_000), FixedPoint.zero)
            floors.1 = try floors.0.adding(rate(&generator, 0...1_000_000_000_000_000))
            var low = try GuardState(rate: rate(&generator, 0...500_000_000_000_000_000), calculated: calculated(&generator, floor: floors.0), at: 0)
            var high = try GuardState(
                rate: low.rate.adding(rate(&generator, 0...1_000_000_000_000_000)),
                calculated: CalculatedRate(rate: low.calculated.rate, floor: floors.1), at: 0)
            for _ in 0..<60 {
                let now = low.at + UInt64.random(in: 0...5_000_000, using: &generator)
                let ask = try calculated(&generator, floor: floors.0)
                let gap = Bool.random(using: &generator) ? FixedPoint.zero : rate(&generator, 0...1_000_000_000_000_000)
                low = try machine.next(low, ask, now: now)
                high = try machine.next(high, CalculatedRate(rate: ask.rate.adding(gap), floor: floors.1), now: now)
                #expect(high.position >= low.position)
            }
        }
    }

    @Test("what cannot be a parameter, a rate or a time is refused by name")
    func refusals() throws {
        let good = try BacktestSettings.daily().values.guardParameters
        func make(
            buffer: FixedPoint? = nil, release: FixedPoint? = nil, rise: FixedPoint? = nil, rebuild: FixedPoint? = nil, fall: FixedPoint? = nil
        ) throws {
            _ = try GuardParameters(
                buffer: buffer ?? good.buffer, releaseMultiple: release ?? good.releaseMultiple, risePerHour: rise ?? good.risePerHour,
                rebuildPerHour: rebuild ?? good.rebuildPerHour, fallPerHour: fall ?? good.fallPerHour)
        }
        try make()
        #expect(throws: RiskModelError.self) { try make(buffer: 2) }
        #expect(throws: RiskModelError.self) { try make(buffer: FixedPoint(raw: -1)) }
        #expect(throws: RiskModelError.self) { try make(release: FixedPoint(raw: 999_999_999_999_999_999)) }
        #expect(throws: RiskModelError.self) { try make(rise: .zero) }
        #expect(throws: RiskModelError.self) { try make(rebuild: 1) }
        #expect(throws: RiskModelError.self) { try make(fall: 1) }
        #expect(throws: RiskModelError.self) { try make(fall: .zero) }
        #expect(throws: RiskModelError.self) { try CalculatedRate(rate: 0, floor: 0) }
        #expect(throws: RiskModelError.self) { try CalculatedRate(rate: FixedPoint(raw: -1), floor: 1) }
        #expect(throws: RiskModelError.self) { try CalculatedRate(rate: 1_000_000_000_001, floor: 1) }

        let machine = ProcyclicalityGuard(parameters: good)
        let state = try machine.start(CalculatedRate(rate: 1, floor: 1), now: 5)
        #expect(throws: RiskModelError.self) { try machine.advance(state, to: 4) }
        #expect(throws: RiskModelError.self) { try machine.next(state, state.calculated, now: 4) }
        #expect(throws: RiskModelError.self) { try machine.advance(state, to: .max) }
        #expect(throws: RiskModelError.self) { try GuardState(position: -1, calculated: state.calculated, at: 0) }
        #expect(throws: RiskModelError.self) { try GuardState(position: .max, calculated: state.calculated, at: 0) }
        #expect(throws: RiskModelError.self) { try GuardState(rate: 2_000_000_000_001, calculated: state.calculated, at: 0) }
    }

    @Test("the largest rates, speeds and times that are taken move without overflow")
    func extremes() throws {
        let most = CalculatedRate.largest
        for speed in [FixedPoint(raw: 1), most] {
            let machine = ProcyclicalityGuard(
                parameters: try GuardParameters(buffer: 1, releaseMultiple: 1_000, risePerHour: speed, rebuildPerHour: speed, fallPerHour: speed))
            let low = try machine.start(CalculatedRate(rate: 0, floor: FixedPoint(raw: 1)), now: 0)
            let high = try machine.start(CalculatedRate(rate: most, floor: most), now: 0)
            let raised = try machine.advance(machine.next(low, high.calculated, now: 0), to: GuardState.latest)
            let lowered = try machine.advance(machine.next(high, low.calculated, now: 0), to: GuardState.latest)
            #expect(raised.rate >= low.rate && lowered.rate <= high.rate)
            if speed == most { #expect(raised.rate == high.rate && lowered.rate == low.rate) }
        }
    }
}
