public import Encoding
public import RiskModels

/// All that was found in one parameter file.
public struct LintReport: Hashable, Sendable {
    public static let format = "plimsoll/params-lint/v1"
    /// JSON names so many findings, errors first, and counts all.
    public static let mostNamed = 1_000

    /// Errors first.
    public let findings: [LintFinding]

    public init(_ findings: [LintFinding]) { self.findings = findings }

    /// Lints a file that need not be right yet.
    ///
    /// - Parameter patience: asked before each rule.
    /// - Throws: `model` with `givenUp`.
    public init(of file: JSON, context: LintContext = LintContext(), patience: Patience = .endless) throws(GovernanceError) {
        self.init(try ParameterLint.findings(in: file, context: context, patience: patience))
    }

    public func count(_ severity: LintFinding.Severity) -> Int { findings.count { $0.severity == severity } }

    public var json: JSON {
        [
            "format": .string(Self.format), "errors": .integer(count(.error)), "warnings": .integer(count(.warning)),
            "findings": .array(findings.prefix(Self.mostNamed).map(\.json)),
        ]
    }
}
