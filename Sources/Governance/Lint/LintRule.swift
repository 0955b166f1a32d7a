import Encoding
import Quantities

/// One thing to look at in a parameter file.
///
/// A rule reads what it needs and says nothing where that is missing or unreadable: `format` says so once, for all of them.
public struct LintRule: Sendable {
    public let name: String
    /// What it looks for, in one sentence.
    public let summary: String
    let findings: @Sendable (LintRule, LintSubject) -> [LintFinding]

    init(_ name: String, _ summary: String, findings: @escaping @Sendable (LintRule, LintSubject) -> [LintFinding]) {
        self.name = name
        self.summary = summary
        self.findings = findings
    }

    func error(_ path: String, _ problem: String, remedy: String) -> LintFinding {
        LintFinding(severity: .error, rule: name, path: path, problem: problem, remedy: remedy)
    }

    func warning(_ path: String, _ problem: String, remedy: String) -> LintFinding {
        LintFinding(severity: .warning, rule: name, path: path, problem: problem, remedy: remedy)
    }
}

extension JSONObject {
    /// The number at a path of members.
    func amount(_ keys: String...) -> FixedPoint? {
        var value = JSON.object(self)
        for key in keys {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value.amount
    }
}
