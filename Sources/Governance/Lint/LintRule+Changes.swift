import Encoding
import Quantities

extension LintRule {
    static let changes = [jump, numbering]

    static let jump = LintRule("jump", "no share or rate moves far at once") { rule, subject in
        guard let old = subject.context.inForce, !subject.context.isRamped else { return [] }
        let chains = [old, subject.file].flatMap { $0["chains"]?.objectValue?.keys ?? [] }
        var walk = JumpWalk(rule: rule, largest: subject.context.largestJump)
        let after = NormalParameters(subject.file, namedChains: chains)
        walk.look(.object(NormalParameters(old, namedChains: chains).tree), .object(after.tree), at: [])
        return walk.findings
    }

    static let numbering = LintRule("numbering", "the set follows the one in force") { rule, subject in
        guard let old = subject.context.inForce?["number"]?.amount, let number = subject.file["number"]?.amount,
            let expected = try? old.adding(.one), number != expected
        else { return [] }
        return [rule.error("number", "\(number) does not follow \(old), the set in force", remedy: "number it \(expected), and name that set's digest in previous")]
    }
}

private struct JumpWalk {
    let rule: LintRule
    let largest: FixedPoint
    var findings: [LintFinding] = []

    mutating func look(_ before: JSON, _ after: JSON, at path: [String]) {
        if before == after { return }
        switch (before, after) {
        case (.object(let old), .object(let new)):
            for member in old.members { if let value = new[member.key] { look(member.value, value, at: path + [member.key]) } }
        case (.array(let olds), .array(let news)):
            for (index, pair) in zip(olds, news).enumerated() { look(pair.0, pair.1, at: path + ["\(index)"]) }
        default:
            guard ParameterField.at(path)?.isShare == true, let old = before.amount, let new = after.amount,
                let step = try? new.subtracting(old).magnitude(), step > largest
            else { return }
            findings.append(
                rule.warning(
                    path.map { excerpt($0, limit: 160) }.joined(separator: "."), "it moves from \(old) to \(new), by more than \(largest)",
                    remedy: "ramp it, so that accounts can follow"))
        }
    }
}
