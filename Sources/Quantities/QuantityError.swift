internal import Encoding

/// Why a number was refused.
public enum QuantityError: Error, Equatable, Sendable {
    /// What was being computed.
    public enum Operation: String, Sendable, CaseIterable {
        case addition, subtraction, multiplication, division, negation, conversion
    }

    /// The result does not fit `type`. Nothing wraps.
    case overflow(Operation, type: String)
    case divisionByZero
    /// A number below zero has no square root.
    case negativeRoot(String)
    /// The text is not the one spelling of a value of `type`.
    case malformed(text: String, type: String, rule: String)
    /// A big-endian number has to have `expected` bytes (or at most that many).
    case wrongLength(type: String, expected: Int, got: Int)
    /// A big-endian number that must be minimal begins with a zero byte.
    case leadingZero(type: String)
    /// An asset says that its base unit has this many decimals; no more than 255 can be meant.
    case tooManyDecimals(Int)
}

extension QuantityError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .overflow(let operation, _): "overflow_\(operation.rawValue)"
        case .divisionByZero: "division_by_zero"
        case .negativeRoot: "negative_root"
        case .malformed: "malformed_number"
        case .wrongLength: "wrong_length"
        case .leadingZero: "leading_zero"
        case .tooManyDecimals: "too_many_decimals"
        }
    }

    static func malformed(_ text: String, _ type: String, _ rule: String) -> QuantityError {
        .malformed(text: excerpt(text, limit: 96), type: type, rule: rule)
    }
}

extension QuantityError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .overflow(let operation, let type): "the result of the \(operation) does not fit \(type)"
        case .divisionByZero: "division by zero"
        case .negativeRoot(let number): "\(number) is below zero and has no square root"
        case .malformed(let text, let type, let rule): "\"\(text)\" is not a \(type): \(rule)"
        case .wrongLength(let type, let expected, let got): "\(type): expected \(expected) bytes, got \(got)"
        case .leadingZero(let type): "\(type): the minimal form has no leading zero byte"
        case .tooManyDecimals(let got): "an asset has from 0 to 255 decimals, got \(got)"
        }
    }
}
