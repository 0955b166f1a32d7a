public import ChainIdentity
public import Quantities
public import RiskModels

/// Why a liquidation was not planned: an input cannot be meant.
public enum LiquidationError: Error, Equatable, Sendable {
    case outOfRange(name: String, got: FixedPoint, expected: String)
    /// A list is shorter or longer than a plan allows.
    case count(name: String, got: Int, expected: String)
    case duplicate(name: String)
    /// Levels of depth are not in the order they must be in.
    case unordered(name: String, index: Int)
    /// Something is held on a chain whose costs nobody gave.
    case unknownChain(ChainID)
    /// The exact arithmetic refused.
    case arithmetic(computing: String, QuantityError)
    case risk(RiskModelError)
}

extension LiquidationError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .outOfRange: "out_of_range"
        case .count: "count"
        case .duplicate: "duplicate"
        case .unordered: "unordered"
        case .unknownChain: "unknown_chain"
        case .arithmetic(_, let error): error.shortDescription
        case .risk(let error): error.shortDescription
        }
    }
}

extension LiquidationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let name, let got, let expected): "\(name) is \(got); expected \(expected)"
        case .count(let name, let got, let expected): "\(name): \(got) given; expected \(expected)"
        case .duplicate(let name): "\(name) is given twice; merge the entries"
        case .unordered(let name, let index): "\(name): entry \(index) is out of order; each must grow, and a later one is never cheaper"
        case .unknownChain(let chain): "nobody says what a transaction on \(chain) costs; add its terms"
        case .arithmetic(let quantity, let error): "\(quantity): \(error)"
        case .risk(let error): error.description
        }
    }
}

/// Runs exact arithmetic and says of which quantity when it refuses.
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(LiquidationError) -> Value {
    do { return try body() } catch { throw .arithmetic(computing: quantity(), error) }
}

/// Runs a rule of the risk mathematics with this module's error.
func applying<Value>(_ body: () throws(RiskModelError) -> Value) throws(LiquidationError) -> Value {
    do { return try body() } catch { throw .risk(error) }
}

/// The checks at the door.
enum Bounds {
    static func nonNegative(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(LiquidationError) {
        if value.isNegative { throw .outOfRange(name: name(), got: value, expected: "0 or more") }
    }

    static func positive(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(LiquidationError) {
        if value <= .zero { throw .outOfRange(name: name(), got: value, expected: "more than 0") }
    }

    static func share(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(LiquidationError) {
        if value.isNegative || value > .one { throw .outOfRange(name: name(), got: value, expected: "from 0 to 1") }
    }

    static func count(_ got: Int, _ name: @autoclosure () -> String, atLeast: Int, atMost: Int) throws(LiquidationError) {
        if got < atLeast || got > atMost { throw .count(name: name(), got: got, expected: "from \(atLeast) to \(atMost)") }
    }
}
