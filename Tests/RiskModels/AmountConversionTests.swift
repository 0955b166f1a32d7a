import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Amounts and binary numbers")
struct AmountConversionTests {
    @Test("a double is the decimal it is, rounded once and to the side that is named")
    func rounding() throws {
        // One tenth in binary is 0.1000000000000000055511151231257827...
        #expect(try AmountConversion.amount(0.1, rounding: .floor).description == "0.100000000000000005")
        #expect(try AmountConversion.amount(0.1, rounding: .ceiling).description == "0.100000000000000006")
        #expect(try AmountConversion.amount(-0.1, rounding: .floor).description == "-0.100000000000000006")
        #expect(try AmountConversion.amount(0.1, rounding: .halfEven).description == "0.100000000000000006")
        #expect(try AmountConversion.amount(-1e-300, rounding: .floor).raw == -1)
        #expect(try AmountConversion.amount(1e-300, rounding: .halfEven) == .zero)
        #expect(try AmountConversion.amount(.leastNonzeroMagnitude, rounding: .ceiling).raw == 1)
        #expect(try AmountConversion.amount(-0.0, rounding: .floor) == .zero)
        #expect(try AmountConversion.amount(1e20, rounding: .floor) == FixedPoint(parsing: "100000000000000000000"))
    }

    @Test("there and back is the same number, and floor is at most ceiling")
    func roundTrip() throws {
        var generator = SeededGenerator()
        for _ in 0..<2_000 {
            let value = Double.random(in: -1e15...1e15, using: &generator)
            let low = try AmountConversion.amount(value, rounding: .floor)
            let high = try AmountConversion.amount(value, rounding: .ceiling)
            #expect(low <= high && high.raw - low.raw <= 1)
            #expect((AmountConversion.double(low) - value).magnitude <= value.ulp + 1e-18)
        }
    }

    @Test("what does not fit and what is no number is refused")
    func refusals() {
        for value in [Double.nan, .infinity, 1e21, -1e21, 1.75e20, -1.75e20] {
            #expect(throws: RiskModelError.self) { try AmountConversion.amount(value, rounding: .floor) }
        }
    }
}
