public import ChainIdentity
public import Encoding
public import Hedging
public import LiquidationPlanning
public import Margin
public import Quantities
public import RiskModels
public import SystemicRisk

/// Why a file of market assumptions is refused, or an answer that stands on a margin report cannot be given.
public enum MarginAnswersError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case margin(MarginError)
    case liquidation(LiquidationError)
    case hedging(HedgingError)
    case systemicRisk(SystemicRiskError)
    case risk(RiskModelError)
    /// A decimal number of a file cannot be read.
    case number(field: String, QuantityError)
    /// An amount does not fit 128 bits with 18 decimals.
    case arithmetic(computing: String, QuantityError)
    case unknownFormat(expected: String, got: String)
    case outOfRange(field: String, expected: String, got: String)
    case duplicate(field: String, name: String)
    /// The market assumptions are in another currency than the report.
    case wrongQuote(expected: QuoteCurrency, got: QuoteCurrency)
    /// Debts or positions of the account cannot be valued, so that nothing can be planned for it.
    case unpriceable(obligations: Int)
    /// No account holds or owes anything that has a price, so that there is nothing to stress.
    case emptyBook
    case tooManyAccounts(maximum: Int, got: Int)
    case unknownScenario(got: String)
    case unknownSupposition(expected: String, got: String)
    /// The scenario is about an asset or a chain that nobody has anything in, or is none for this question.
    case foreignScenario(name: String, reason: String)
    /// The table of prices has several assets, and nobody said which is meant.
    case assetUnsaid(among: [String])
    /// The place in a file at which something else is wrong.
    indirect case at(path: String, MarginAnswersError)
}

extension MarginAnswersError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .identity: "identity"
        case .margin(let error): error.shortDescription
        case .liquidation(let error): error.shortDescription
        case .hedging(let error): error.shortDescription
        case .systemicRisk(let error): error.shortDescription
        case .risk(let error): error.shortDescription
        case .number: "number"
        case .arithmetic(_, let error): error.shortDescription
        case .unknownFormat: "unknown_format"
        case .outOfRange: "out_of_range"
        case .duplicate: "duplicate"
        case .wrongQuote: "wrong_quote"
        case .unpriceable: "unpriceable"
        case .emptyBook: "empty_book"
        case .tooManyAccounts: "too_many_accounts"
        case .unknownScenario: "unknown_scenario"
        case .unknownSupposition: "unknown_supposition"
        case .foreignScenario: "foreign_scenario"
        case .assetUnsaid: "asset_unsaid"
        case .at(_, let error): error.shortDescription
        }
    }
}

extension MarginAnswersError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .identity(let error): "\(error)"
        case .margin(let error): "\(error)"
        case .liquidation(let error): "\(error)"
        case .hedging(let error): "\(error)"
        case .systemicRisk(let error): "\(error)"
        case .risk(let error): "\(error)"
        case .number(let field, let error): "\(field): \(error)"
        case .arithmetic(let quantity, let error): "\(quantity): \(error)"
        case .unknownFormat(let expected, let got): "the file's format is \"\(excerpt(got))\", expected \"\(expected)\""
        case .outOfRange(let field, let expected, let got): "\(excerpt(field, limit: 400)) must be \(expected), got \(excerpt(got, limit: 400))"
        case .duplicate(let field, let name): "\(field): \(excerpt(name, limit: 400)) is given twice"
        case .wrongQuote(let expected, let got): "the market assumptions are in \(got), the prices in \(expected): give them in one currency"
        case .unpriceable(let obligations):
            "\(obligations) debts or positions of the account cannot be valued; `plimsoll why` names them: price them first"
        case .emptyBook: "no account has anything that has a price; there is nothing to stress"
        case .tooManyAccounts(let maximum, let got): "\(got) margin accounts, one answer takes \(maximum); stress them one by one"
        case .unknownScenario(let got): "the scenario \"\(excerpt(got))\" is not known; scenarios are \(NamedScenario.forms)"
        case .unknownSupposition(let expected, let got): "expected \(expected), got \"\(excerpt(got))\""
        case .foreignScenario(let name, let reason): "the scenario \(excerpt(name)): \(reason)"
        case .assetUnsaid(let assets):
            "the table has \(assets.count) assets, say which is meant: \(assets.prefix(8).joined(separator: ", "))\(assets.count > 8 ? ", ..." : "")"
        case .at(let path, let error): "\(path): \(error)"
        }
    }
}

/// Runs JSON code of `Encoding` inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs identifier parsing inside this module.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}

/// Runs the making of reports inside this module.
func margining<Value>(_ body: () throws(MarginError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .margin(error) }
}

/// Runs the liquidation planner inside this module.
func liquidating<Value>(_ body: () throws(LiquidationError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .liquidation(error) }
}

/// Runs the hedge planner inside this module.
func hedging<Value>(_ body: () throws(HedgingError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .hedging(error) }
}

/// Runs the mathematics of the whole book inside this module.
func aggregating<Value>(_ body: () throws(SystemicRiskError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .systemicRisk(error) }
}

/// Runs the mathematics of risk inside this module.
func modelling<Value>(_ body: () throws(RiskModelError) -> Value) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .risk(error) }
}

/// Runs arithmetic inside this module; what overflows is named.
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(MarginAnswersError) -> Value {
    do { return try body() } catch { throw .arithmetic(computing: quantity(), error) }
}
