import CollateralState
public import Encoding
public import Margin
public import RiskModels

/// Looks for what is wrong with a parameter file, or worth a second look, before anybody signs it.
public enum ParameterLint {
    /// All rules, in the order in which they are asked.
    public static let rules: [LintRule] = LintRule.haircuts + LintRule.rates + LintRule.lists + LintRule.ages + LintRule.changes + LintRule.scenarios

    /// Lints a file that need not be right yet: all that is wrong is said at once, not only what a reader meets first.
    ///
    /// - Returns: errors first, each group in the order of the rules.
    public static func findings(in file: JSON, context: LintContext = LintContext()) -> [LintFinding] {
        // Without end of patience nothing is thrown.
        (try? self.findings(in: file, context: context, patience: .endless)) ?? []
    }

    /// The same for somebody who may leave: asked before each rule.
    ///
    /// - Throws: `model` with `givenUp`.
    public static func findings(in file: JSON, context: LintContext, patience: Patience) throws(GovernanceError) -> [LintFinding] {
        let subject = LintSubject(file, context)
        var findings: [LintFinding] = []
        for rule in rules {
            try modelling { () throws(RiskModelError) in try patience.verify() }
            findings += rule.findings(rule, subject)
        }
        if !findings.contains(where: { $0.severity == .error }), let refused = formatFinding(file) { findings.append(refused) }
        return findings.filter { $0.severity == .error } + findings.filter { $0.severity == .warning }
    }

    public static func findings(in set: ParameterSet, context: LintContext = LintContext()) -> [LintFinding] {
        findings(in: set.json, context: context)
    }

    /// What no rule explained, in the words of the reader that refuses the file.
    private static func formatFinding(_ file: JSON) -> LintFinding? {
        do throws(MarginError) {
            _ = try ParameterSet(json: file)
            return nil
        } catch {
            return LintFinding(
                severity: .error, rule: "format", path: "$", problem: "\(error)", remedy: "write it as FORMAT.md says, section 12")
        }
    }
}
