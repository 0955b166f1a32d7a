public import Quantities
public import RiskModels

/// Why no hedge was sought: an input cannot be meant, or the model of the requirement refused.
public enum HedgingError: Error, Equatable, Sendable {
    case notFinite(name: String)
    case outOfRange(name: String, got: Double, expected: String)
    /// A list is shorter or longer than a search allows.
    case count(name: String, got: Int, expected: String)
    case duplicate(name: String)
    /// Two lists that belong together differ in length.
    case sizeMismatch(name: String, got: Int, expected: Int)
    case risk(RiskModelError)
    case arithmetic(computing: String, QuantityError)
}

extension HedgingError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .notFinite: "not_finite"
        case .outOfRange: "out_of_range"
        case .count: "count"
        case .duplicate: "duplicate"
        case .sizeMismatch: "size_mismatch"
        case .risk(let error): error.shortDescription
        case .arithmetic(_, let error): error.shortDescription
        }
    }
}

extension HedgingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFinite(let name): "\(name) is not a finite number; give a measured value"
        case .outOfRange(let name, let got, let expected): "\(name) is \(got); expected \(expected)"
        case .count(let name, let got, let expected): "\(name): \(got) given; expected \(expected)"
        case .duplicate(let name): "\(name) is given twice; merge the entries"
        case .sizeMismatch(let name, let got, let expected): "\(name): \(got) given where \(expected) belong together"
        case .risk(let error): error.description
        case .arithmetic(let quantity, let error): "\(quantity): \(error)"
        }
    }
}

/// Runs a rule of the risk mathematics with this module's error.
func applying<Value>(_ body: () throws(RiskModelError) -> Value) throws(HedgingError) -> Value {
    do { return try body() } catch { throw .risk(error) }
}

/// Runs exact arithmetic and says of which quantity when it refuses.
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(HedgingError) -> Value {
    do { return try body() } catch { throw .arithmetic(computing: quantity(), error) }
}

/// The checks at the door.
enum Bounds {
    static func finite(_ value: Double, _ name: @autoclosure () -> String) throws(HedgingError) {
        if !value.isFinite { throw .notFinite(name: name()) }
    }

    static func nonNegative(_ value: Double, _ name: @autoclosure () -> String) throws(HedgingError) {
        try finite(value, name())
        if value < 0 { throw .outOfRange(name: name(), got: value, expected: "0 or more") }
    }

    static func count(_ got: Int, _ name: @autoclosure () -> String, atLeast: Int, atMost: Int) throws(HedgingError) {
        if got < atLeast || got > atMost { throw .count(name: name(), got: got, expected: "from \(atLeast) to \(atMost)") }
    }

    static func finite(_ values: [Double], count: Int, _ name: @autoclosure () -> String) throws(HedgingError) {
        if values.count != count { throw .sizeMismatch(name: name(), got: values.count, expected: count) }
        for (index, value) in values.enumerated() { try finite(value, "\(name())[\(index)]") }
    }
}
