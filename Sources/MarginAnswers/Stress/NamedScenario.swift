public import ChainIdentity
import Encoding
public import Quantities

/// One thing that goes wrong, as people name it: the same for one account and for the whole book.
public enum NamedShock: Hashable, Sendable {
    /// All assets that are not pegged lose this share of their price, 0 to 1.
    case flashCrash(drop: FixedPoint)
    /// All assets that are not pegged gain this share of their price; what is owed and what was sold short costs more. 0 to 100.
    case rally(rise: FixedPoint)
    /// One asset loses this share of its price, 0 to 1.
    case depeg(AssetID, drop: FixedPoint)
    /// 1 to 1,000. For an account: all volatilities times this. For the book, which knows none: all requirements times this.
    case volatilitySpike(factor: FixedPoint)
    /// What lies on the chain counts nothing and cannot be sold.
    case chainOutage(ChainID)
    /// Nothing is heard of the chain for so long, in seconds. For an account alone.
    case chainSilence(ChainID, seconds: UInt64)
    /// The prices of all assets that are not pegged are known to within this share of themselves only, 0 to 1.
    case oracleFailure(width: FixedPoint)
}

/// Shocks that act together, under a name that says what they are.
public struct NamedScenario: Hashable, Sendable {
    public static let mostShocks = 16
    public static let longestName = 512
    /// For messages.
    static let forms = "flash-crash-0.3, rally-0.3, depeg-ASSET-0.1, volatility-spike-2, chain-outage-CHAIN, chain-silence-CHAIN-3600, oracle-failure-0.1, or several joined by +"

    /// 1 to 16.
    public let shocks: [NamedShock]

    public init(_ shock: NamedShock) { shocks = [shock] }

    /// Reads a name: the name of a scenario is what it was read from, and a number is written as it is printed.
    ///
    /// - Throws: `unknownScenario` for another form, `outOfRange` for a share, rise or factor that is none, `identity`.
    public init(parsing text: String) throws(MarginAnswersError) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longestName, (1...Self.mostShocks).contains(parts.count) else { throw .unknownScenario(got: text) }
        shocks = try parts.map { (part) throws(MarginAnswersError) in try NamedShock(parsing: String(part)) }
        guard name == text else { throw .unknownScenario(got: text) }
    }

    public var name: String { shocks.map(\.name).joined(separator: "+") }
}

extension NamedShock {
    var name: String {
        switch self {
        case .flashCrash(let drop): "flash-crash-\(drop)"
        case .rally(let rise): "rally-\(rise)"
        case .depeg(let asset, let drop): "depeg-\(asset)-\(drop)"
        case .volatilitySpike(let factor): "volatility-spike-\(factor)"
        case .chainOutage(let chain): "chain-outage-\(chain)"
        case .chainSilence(let chain, let seconds): "chain-silence-\(chain)-\(seconds)"
        case .oracleFailure(let width): "oracle-failure-\(width)"
        }
    }

    fileprivate init(parsing text: String) throws(MarginAnswersError) {
        func rest(_ prefix: String) -> String? { text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil }
        if let drop = rest("flash-crash-") {
            self = .flashCrash(drop: try Self.number(drop, .zero ... .one, of: text))
        } else if let rise = rest("rally-") {
            self = .rally(rise: try Self.number(rise, .zero ... 100, of: text))
        } else if let factor = rest("volatility-spike-") {
            self = .volatilitySpike(factor: try Self.number(factor, .one ... 1_000, of: text))
        } else if let width = rest("oracle-failure-") {
            self = .oracleFailure(width: try Self.number(width, .zero ... .one, of: text))
        } else if let rest = rest("depeg-") {
            let (asset, drop) = try Self.split(rest, of: text)
            self = .depeg(try identifying { () throws(ChainIdentityError) in try AssetID(parsing: asset) }, drop: try Self.number(drop, .zero ... .one, of: text))
        } else if let chain = rest("chain-outage-") {
            self = .chainOutage(try identifying { () throws(ChainIdentityError) in try ChainID(parsing: chain) })
        } else if let rest = rest("chain-silence-") {
            let (chain, time) = try Self.split(rest, of: text)
            guard let seconds = UInt64(time), seconds <= 100 * 366 * 86_400 else { throw .unknownScenario(got: text) }
            self = .chainSilence(try identifying { () throws(ChainIdentityError) in try ChainID(parsing: chain) }, seconds: seconds)
        } else {
            throw .unknownScenario(got: text)
        }
    }

    private static func number(_ text: String, _ range: ClosedRange<FixedPoint>, of name: String) throws(MarginAnswersError) -> FixedPoint {
        guard let number = FixedPoint(text) else { throw .unknownScenario(got: name) }
        guard range.contains(number) else {
            throw .outOfRange(field: "scenario \(excerpt(name))", expected: "from \(range.lowerBound) to \(range.upperBound)", got: text)
        }
        return number
    }

    /// At the last hyphen: identifiers have some too.
    private static func split(_ text: String, of name: String) throws(MarginAnswersError) -> (String, String) {
        guard let hyphen = text.lastIndex(of: "-") else { throw .unknownScenario(got: name) }
        return (String(text[..<hyphen]), String(text[text.index(after: hyphen)...]))
    }
}
