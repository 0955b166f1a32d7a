public import Quantities
public import RiskModels

/// Why a book, a scenario or a cascade was refused.
public enum SystemicRiskError: Error, Equatable, Sendable {
    /// An amount of this account does not fit 128 bits with 18 decimals.
    case overflow(computing: String, account: Int)
    /// An amount that belongs to no single account does not fit, or a division has no divisor.
    case arithmetic(computing: String, QuantityError)
    /// The mathematics of risk refused its input.
    case model(RiskModelError)
    case outOfRange(field: String, expected: String, got: String)
    /// A list is shorter or longer than it may be.
    case count(field: String, expected: String, got: Int)
    /// An index points at nothing in the book.
    case unknownIndex(what: String, count: Int, got: Int)
    /// Two assets or chains of one book, or shocks of one scenario, have the same name.
    case duplicate(what: String, name: String)
    /// A range of accounts reaches outside the book.
    case outsideBook(accounts: Int, from: Int, upTo: Int)
    /// A sweep of this cascade was taken in another round, or does not cover all accounts once.
    case foreignSweep(expectedRound: Int, gotRound: Int, expectedAccounts: Int, gotAccounts: Int)
}

extension SystemicRiskError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .overflow: "overflow"
        case .arithmetic(_, let error): error.shortDescription
        case .model(let error): error.shortDescription
        case .outOfRange: "out_of_range"
        case .count: "count"
        case .unknownIndex: "unknown_index"
        case .duplicate: "duplicate"
        case .outsideBook: "outside_book"
        case .foreignSweep: "foreign_sweep"
        }
    }
}

extension SystemicRiskError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .overflow(let quantity, let account):
            "\(quantity) of account \(account) is too large to be computed; compare its quantities with the prices and their decimals"
        case .arithmetic(let quantity, let error): "\(quantity) cannot be computed: \(error); compare quantities and prices"
        case .model(let error): "\(error)"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .count(let field, let expected, let got): "\(field): expected \(expected), got \(got)"
        case .unknownIndex(let what, let count, let got): "there is no \(what) \(got); the book has \(count), numbered from 0"
        case .duplicate(let what, let name): "the \(what) \(name) is given twice; merge the entries"
        case .outsideBook(let accounts, let from, let upTo): "accounts \(from)..<\(upTo) are not all in the book, which has \(accounts)"
        case .foreignSweep(let expectedRound, let gotRound, let expectedAccounts, let gotAccounts):
            "a sweep of round \(gotRound) over \(gotAccounts) accounts; expected round \(expectedRound) and all \(expectedAccounts) accounts, each once"
        }
    }
}

/// Runs arithmetic that belongs to no single account inside this module.
@inline(__always)
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(SystemicRiskError) -> Value {
    do { return try body() } catch { throw .arithmetic(computing: quantity(), error) }
}

/// Runs the mathematics of risk inside this module.
func modelling<Value>(_ body: () throws(RiskModelError) -> Value) throws(SystemicRiskError) -> Value {
    do { return try body() } catch { throw .model(error) }
}
