public import Encoding

/// All that was found in one parameter file.
public struct LintReport: Hashable, Sendable {
    public static let format = "plimsoll/params-lint/v1"
    /// JSON names so many findings, errors first, and counts all.
    public static let mostNamed = 1_000

    /// Errors first.
    public let findings: [LintFinding]

    public init(_ findings: [LintFinding]) { self.findings = findings }

    /// Lints a file that need not be right yet.
    public init(of file: JSON, context: LintContext = LintContext()) {
        self.init(ParameterLint.findings(in: file, context: context))
    }

    public func count(_ severity: LintFinding.Severity) -> Int { findings.count { $0.severity == severity } }

    public var json: JSON {
        [
            "format": .string(Self.format), "errors": .integer(count(.error)), "warnings": .integer(count(.warning)),
            "findings": .array(findings.prefix(Self.mostNamed).map(\.json)),
        ]
    }
}
