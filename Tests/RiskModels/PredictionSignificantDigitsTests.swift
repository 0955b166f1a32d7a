import Foundation
import TestVectors
import Testing

@testable import RiskModels

@Suite("Statistics as text")
struct PredictionSignificantDigitsTests {
    private static let known: [(value: Double, text: String)] = [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1.0 / 3, "0.333333333333"), (2.0 / 3, "0.666666666667"),
        (0.999_999_999_999_9, "1"), (99_999_999_999_999, "100000000000000"), (999_999_999_999_999, "1e15"), (1e15, "1e15"),
        (123_456_789_012_345, "123456789012000"), (0.000_001, "0.000001"), (0.000_000_123_456, "1.23456e-7"), (1e-300, "1e-300"),
        (.leastNonzeroMagnitude, "5e-324"), (1.797_693_134_862_315_7e308, "1.79769313486e308"), (100, "100"), (120.5, "120.5"),
    ]

    @Test("known numbers")
    func knownNumbers() {
        for (value, text) in Self.known { #expect(SignificantDigits.text(value, 12) == text) }
    }

    @Test("the text is the number to twelve digits, the shortest that says so, and the C library's")
    func random() throws {
        var generator = SeededGenerator()
        for _ in 0..<5_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite, value != 0 else { continue }
            let text = SignificantDigits.text(value, 12)
            let back = try #require(Double(text))
            // Halves of the shortest decimal may lie on either side in binary.
            let other = try #require(Double(String(format: "%.11e", value)))
            #expect((back - value).magnitude <= 5.001e-12 * value.magnitude || value.magnitude < 1e-300)
            #expect((back - other).magnitude <= 1.001e-11 * value.magnitude || value.magnitude < 1e-300)
            #expect(text.split(separator: "e")[0].filter(\.isNumber).drop { $0 == "0" }.count <= 15)
        }
    }
}
