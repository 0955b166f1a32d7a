public import Encoding

/// Something about a parameter file that is wrong, or that somebody should look at before signing.
public struct LintFinding: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The set would be refused, or would harm by itself.
        case error
        /// It can be meant, but has harmed others.
        case warning
    }

    public let severity: Severity
    /// The name of the rule, for example `tiers-monotone`.
    public let rule: String
    /// Where, in the words of the file.
    public let path: String
    public let problem: String
    public let remedy: String

    public var json: JSON {
        [
            "severity": .string(severity.rawValue), "rule": .string(rule), "path": .string(path), "problem": .string(problem),
            "remedy": .string(remedy),
        ]
    }
}

extension LintFinding: CustomStringConvertible {
    public var description: String { "\(severity.rawValue): \(path): \(problem); \(remedy) [\(rule)]" }
}
