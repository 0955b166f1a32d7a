import Encoding
import RiskModels
import Testing
import TestVectors

extension PeerTests {
    private static let greekNames = ["value", "delta", "gamma", "vega", "theta", "rho"]

    /// Half of them within eight standard deviations of the forward whatever that is, half far from it; from a minute to five years.
    private func randomOptions(_ count: Int) throws -> [Black76] {
        var generator = SeededGenerator()
        func logarithmic(_ low: Double, _ high: Double) throws -> Double {
            try ElementaryFunctions.exponential(
                Double.random(in: ElementaryFunctions.logarithm(low)...ElementaryFunctions.logarithm(high), using: &generator))
        }
        return try (0..<count).map { index in
            let forward = try logarithmic(1e-3, 1e5)
            let time = try logarithmic(1 / 525_600, 5)
            let volatility = try logarithmic(0.05, 3)
            let deviations = Double.random(in: -8...8, using: &generator)
            let moneyness = index % 2 == 0
                ? try ElementaryFunctions.exponential(deviations * volatility * time.squareRoot()) : try logarithmic(0.2, 5)
            let rate = index % 5 == 0 ? 0 : Double.random(in: -0.05...0.3, using: &generator)
            return try Black76(
                kind: Bool.random(using: &generator) ? .call : .put, forward: forward, strike: forward * moneyness, time: time,
                volatility: volatility, discount: ElementaryFunctions.exponential(-rate * time))
        }
    }

    private func json(_ option: Black76) -> JSON {
        .doubles([option.kind == .call ? 1 : -1, option.forward, option.strike, option.time, option.volatility, option.discount])
    }

    /// QuantLib takes a put's delta as a call's less one, and tails from one less the other side: far out of the money it keeps few
    /// digits. mpmath with 50 digits therefore judges every number, and QuantLib's count only where it is right itself.
    @Test("Black-76: value and five Greeks of 10,000 random options as QuantLib and as mpmath with 50 digits")
    func black76() async throws {
        let options = try randomOptions(10_000)
        let greeks = try options.map { try $0.greeks() }
        let answer = try await PeerProgram(name: "options").answer([
            "options": .array(options.map { json($0) }), "prices": .doubles(greeks.map(\.value)),
        ])
        let (quantLib, exact) = (try answer["quantlib"].matrix(), try answer["exact"].matrix())
        let thetaTerms = try answer["thetaTerms"].doubles()
        for (greek, name) in Self.greekNames.enumerated() {
            var toExact = PeerComparison("Black-76 \(name), mpmath")
            var toQuantLib = PeerComparison("Black-76 \(name), QuantLib")
            var inexact = 0
            for (index, option) in options.enumerated() {
                let ours = greeks[index].inOrder[greek]
                let truth = exact[index][greek]
                // Below the smallest normal number digits are lost; theta is what two terms of opposite sign leave.
                let floor = max(Self.smallest, name == "theta" ? 1e-13 * thetaTerms[index] : 0)
                toExact.compare(ours, truth, within: 1e-9, floor: floor, "\(option)")
                if (quantLib[index][greek] - truth).magnitude > max(floor, 1e-10 * truth.magnitude) { inexact += 1; continue }
                toQuantLib.compare(ours, quantLib[index][greek], within: 1e-9, floor: 2 * floor, "\(option)")
            }
            toExact.report()
            toQuantLib.report("\(inexact) left to mpmath, from which QuantLib itself is further than 1e-10")
            #expect(inexact < options.count / 2)
        }
        try impliedVolatilities(options, greeks.map(\.value), answer["implied"].array(max: 100_000))
    }

    /// A price rounded to a double says only so much about the volatility: the room is 1e-9 and what four units of its last place make.
    private func impliedVolatilities(_ options: [Black76], _ prices: [Double], _ theirs: [JSONNode]) throws {
        var roundTrip = PeerComparison("implied volatility, round trip")
        var toQuantLib = PeerComparison("implied volatility, QuantLib")
        var silent = 0
        var unanswered = 0
        for (index, option) in options.enumerated() {
            let room = 1e-9 + 4 * prices[index].ulp / (try option.greeks().vega * option.volatility)
            guard prices[index] > Self.smallest, room < 1e-6 else { silent += 1; continue }
            let ours = try ImpliedVolatility.solve(
                kind: option.kind, forward: option.forward, strike: option.strike, time: option.time, discount: option.discount,
                price: prices[index])
            roundTrip.compare(ours, option.volatility, within: room, "\(option)")
            guard !theirs[index].isNull else { unanswered += 1; continue }
            let quantLib = try theirs[index].double() / option.time.squareRoot()
            // QuantLib stops at a step of 1e-14 in the standard deviation; where it stops further off than we do, it is the one that is.
            if (quantLib / option.volatility - 1).magnitude > 1e-8 { unanswered += 1; continue }
            toQuantLib.compare(ours, quantLib, within: 1e-8 + room, "\(option)")
        }
        roundTrip.report("\(silent) prices say less than six digits of a volatility")
        toQuantLib.report("QuantLib does not find \(unanswered)")
        #expect(roundTrip.count > options.count / 4)
    }

    /// A margin above the smallest normal number, so that products of it keep their digits.
    private static let smallest = 1e-290
}

extension OptionGreeks {
    fileprivate var inOrder: [Double] { [value, delta, gamma, vega, theta, rho] }
}
