import Foundation
import RiskModels
import Testing
import TestVectors

@Suite("Elementary functions")
struct ElementaryFunctionsTests {
    /// Distance in units of the last place of the expected value.
    private func distance(_ got: Double, _ expected: Double) -> Double {
        got == expected ? 0 : (got - expected).magnitude / expected.ulp
    }

    @Test("known values, each within a few units of the last place")
    func knownValues() throws {
        for (x, y) in KnownValues.exponential {
            let got = try ElementaryFunctions.exponential(x)
            #expect(distance(got, y) <= 1, "exp(\(x)) = \(got), expected \(y)")
        }
        for (x, y) in KnownValues.logarithm {
            let got = try ElementaryFunctions.logarithm(x)
            #expect(distance(got, y) <= 1, "log(\(x)) = \(got), expected \(y)")
        }
        for (x, y) in KnownValues.distribution {
            let got = try ElementaryFunctions.normalDistribution(x)
            #expect(distance(got, y) <= 5, "N(\(x)) = \(got), expected \(y)")
        }
        for (x, y) in KnownValues.quantile {
            let got = try ElementaryFunctions.inverseNormal(x)
            #expect((got - y).magnitude <= 1e-15 * max(1, y.magnitude), "quantile(\(x)) = \(got), expected \(y)")
        }
        for (base, exponent, y) in KnownValues.power {
            let got = try ElementaryFunctions.power(base, exponent)
            #expect((got - y).magnitude <= max(2e-15 * y, .leastNonzeroMagnitude), "\(base)^\(exponent) = \(got), expected \(y): \(distance(got, y))")
        }
    }

    @Test("random arguments agree with the C library to 1e-15")
    func agreesWithTheCLibrary() throws {
        var random = SeededGenerator()
        for _ in 0..<20_000 {
            let x = Double.random(in: -700...700, using: &random)
            #expect(distance(try ElementaryFunctions.exponential(x), Foundation.exp(x)) <= 2, "exp(\(x))")
            let positive = Foundation.exp(x)
            #expect(distance(try ElementaryFunctions.logarithm(positive), Foundation.log(positive)) <= 2, "log(\(positive))")
            let exponent = Double.random(in: -3...3, using: &random)
            let base = Foundation.exp(x / 4)
            #expect(distance(try ElementaryFunctions.power(base, exponent), Foundation.pow(base, exponent)) <= 4, "\(base)^\(exponent)")
            let z = Double.random(in: -30...8, using: &random)
            let tail = 0.5 * erfc(-z / 2.0.squareRoot())
            // The rounding of z / sqrt(2) alone costs z^2 units in the library's tail.
            let got = try ElementaryFunctions.normalDistribution(z)
            #expect((got - tail).magnitude <= (1e-15 + z * z * 3e-16) * tail, "N(\(z))")
        }
    }

    @Test("the quantile undoes the distribution")
    func quantileUndoesDistribution() throws {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let z = Double.random(in: -12...3, using: &random)
            let back = try ElementaryFunctions.inverseNormal(ElementaryFunctions.normalDistribution(z))
            #expect((back - z).magnitude < 2e-13, "\(z) came back as \(back)")
        }
    }

    @Test("subnormal results, limits and refusals")
    func edges() throws {
        #expect(try ElementaryFunctions.exponential(-745.2) == 0)
        #expect(try ElementaryFunctions.exponential(-745) == .leastNonzeroMagnitude)
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.exponential(709.79) }
        #expect(throws: RiskModelError.notFinite(name: "x")) { try ElementaryFunctions.exponential(.nan) }
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.logarithm(0) }
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.inverseNormal(1) }
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.power(-1, 2) }
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.power(0, -1) }
        #expect(throws: RiskModelError.self) { try ElementaryFunctions.power(10, 400) }
        #expect(try ElementaryFunctions.power(0, 2) == 0)
        #expect(try ElementaryFunctions.power(1e-200, 2) == 0)
        #expect(try ElementaryFunctions.normalDistribution(-1e200) == 0)
        #expect(try ElementaryFunctions.normalDistribution(1e200) == 1)
        #expect(try ElementaryFunctions.normalDensity(1e200) == 0)
        for z in stride(from: 38.0, through: 40, by: 0.125) {
            let tail = try ElementaryFunctions.normalDistribution(-z)
            #expect(tail >= 0 && tail < 1e-300)
        }
    }
}
