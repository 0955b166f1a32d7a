import Foundation
import RiskModels
import Testing
import TestVectors

/// Black (1976) straight from the formula with the C library: slow, obvious, and not bit for bit the same everywhere.
private struct ReferenceOption {
    let kind: OptionKind, forward: Double, strike: Double, time: Double, volatility: Double, discount: Double

    private func distribution(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
    private func density(_ x: Double) -> Double { Foundation.exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }
    private var sign: Double { kind == .call ? 1 : -1 }
    private var total: Double { volatility * time.squareRoot() }
    private var d1: Double { Foundation.log(forward / strike) / total + 0.5 * total }

    var value: Double { discount * sign * (forward * distribution(sign * d1) - strike * distribution(sign * (d1 - total))) }
    var delta: Double { discount * sign * distribution(sign * d1) }
    var gamma: Double { discount * density(d1) / (forward * total) }
    var vega: Double { discount * forward * density(d1) * time.squareRoot() }
    var theta: Double { -Foundation.log(discount) / time * value - discount * forward * density(d1) * volatility / (2 * time.squareRoot()) }
    var rho: Double { -time * value }
}

@Suite("Options")
struct OptionTests {
    private func random(_ generator: inout SeededGenerator, kind: OptionKind? = nil) throws -> Black76 {
        let forward = Double.random(in: 1...100_000, using: &generator)
        return try Black76(
            kind: kind ?? (Bool.random(using: &generator) ? .call : .put), forward: forward,
            strike: forward * Double.random(in: 0.4...2.5, using: &generator), time: Double.random(in: 0.01...3, using: &generator),
            volatility: Double.random(in: 0.1...2, using: &generator), discount: Double.random(in: 0.7...1, using: &generator))
    }

    @Test("10,000 random options: value and Greeks to 1e-9 of the formula with the C library")
    func agreesWithTheFormula() throws {
        var generator = SeededGenerator()
        for _ in 0..<10_000 {
            let option = try random(&generator)
            let twin = ReferenceOption(
                kind: option.kind, forward: option.forward, strike: option.strike, time: option.time, volatility: option.volatility,
                discount: option.discount)
            let greeks = try option.greeks()
            let scale = 1e-12 * option.forward
            for (name, got, want) in [
                ("value", greeks.value, twin.value), ("delta", greeks.delta, twin.delta), ("gamma", greeks.gamma, twin.gamma),
                ("vega", greeks.vega, twin.vega), ("theta", greeks.theta, twin.theta), ("rho", greeks.rho, twin.rho),
            ] {
                // Deep out of the money the value is the difference of two numbers that the formula itself rounds.
                let room = 1e-9 * want.magnitude + (name == "delta" || name == "gamma" ? 1e-12 : scale)
                #expect((got - want).magnitude <= room, "\(name) of \(option): \(got), formula \(want)")
            }
        }
    }

    @Test("put-call parity holds, and more volatility or time never makes an option cheaper")
    func parityAndMonotonicity() throws {
        var generator = SeededGenerator()
        for _ in 0..<2_000 {
            let call = try random(&generator, kind: .call)
            func variant(_ kind: OptionKind, strike: Double? = nil, volatility: Double? = nil) throws -> Double {
                try Black76(
                    kind: kind, forward: call.forward, strike: strike ?? call.strike, time: call.time,
                    volatility: volatility ?? call.volatility, discount: call.discount
                ).value()
            }
            let value = try call.value()
            let parity = try value - variant(.put) - call.discount * (call.forward - call.strike)
            #expect(parity.magnitude <= 1e-12 * call.forward)
            let noise = 1e-12 * call.forward
            #expect(try variant(.call, volatility: call.volatility * 1.01) >= value - noise)
            #expect(try variant(.call, strike: call.strike * 1.01) <= value + noise)
            #expect(try variant(.call, volatility: 0) <= value + noise)
            #expect(value <= call.discount * call.forward && value >= 0)
        }
    }

    @Test("the implied volatility gives the price back")
    func impliedVolatility() throws {
        var generator = SeededGenerator()
        for _ in 0..<2_000 {
            let option = try random(&generator)
            let price = try option.value()
            let intrinsic = option.discount * max(0, (option.kind == .call ? 1 : -1) * (option.forward - option.strike))
            guard price - intrinsic > 1e-9 * option.forward else { continue }
            let volatility = try ImpliedVolatility.solve(
                kind: option.kind, forward: option.forward, strike: option.strike, time: option.time, discount: option.discount, price: price)
            let again = try Black76(
                kind: option.kind, forward: option.forward, strike: option.strike, time: option.time, volatility: volatility, discount: option.discount
            ).value()
            #expect((again - price).magnitude <= 1e-11 * option.forward, "\(option)")
        }
    }

    /// Values worked out with 60 digits by an independent library (mpmath).
    @Test(
        "far from the forward and shortly before expiry a value keeps its digits, and its volatility is found again",
        arguments: [
            (OptionKind.call, 100.0, 100.25, 0x1p-19, 0.25, 1.0998284302723316e-15), (.call, 100, 125, 0x1p-10, 0.5, 1.736520657686402e-47),
            (.put, 100, 50, 0.0625, 0.25, 2.7392588011436403e-29), (.call, 1, 1_000_000, 0.25, 1, 4.127853448461196e-167),
            (.put, 3_000, 2_999, 0x1p-18, 0.0625, 3.5044744590521324e-4), (.call, 100, 3_000, 1, 0.5, 1.9311479259538139e-10),
        ])
    func farFromTheForward(kind: OptionKind, forward: Double, strike: Double, time: Double, volatility: Double, value: Double) throws {
        let option = try Black76(kind: kind, forward: forward, strike: strike, time: time, volatility: volatility, discount: 1)
        #expect((try option.value() / value - 1).magnitude < 1e-10)
        let found = try ImpliedVolatility.solve(kind: kind, forward: forward, strike: strike, time: time, discount: 1, price: value)
        #expect((found / volatility - 1).magnitude < 1e-11)
    }

    @Test("a price no volatility can give is refused, and the intrinsic value is a volatility of zero")
    func impliedVolatilityLimits() throws {
        func solve(_ price: Double) throws -> Double {
            try ImpliedVolatility.solve(kind: .call, forward: 100, strike: 90, time: 1, discount: 1, price: price)
        }
        #expect(try solve(10) == 0)
        #expect(throws: RiskModelError.self) { try solve(9.99) }
        #expect(throws: RiskModelError.self) { try solve(100) }
        #expect(try solve(99.9999) > 5)
        #expect(try solve(10 + 1e-12) > 0)
    }

    @Test("without time or volatility an option is its intrinsic value, and the corner's delta is the mean of both sides")
    func corners() throws {
        func greeks(_ kind: OptionKind, _ forward: Double, time: Double = 0, volatility: Double = 1) throws -> OptionGreeks {
            try Black76(kind: kind, forward: forward, strike: 100, time: time, volatility: volatility, discount: 1).greeks()
        }
        #expect(try greeks(.call, 120).value == 20)
        #expect(try greeks(.put, 120).value == 0)
        #expect(try greeks(.call, 100).delta == 0.5)
        #expect(try greeks(.put, 100).delta == -0.5)
        #expect(try greeks(.put, 80, time: 1, volatility: 0).delta == -1)
        let never = try greeks(.call, 1e-300, time: 1)
        #expect(never.value == 0 && never.gamma.isFinite)
    }
}
