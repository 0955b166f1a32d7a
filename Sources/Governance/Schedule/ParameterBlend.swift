import Encoding
import Margin
import Quantities

/// Two sets, and what lies between them.
///
/// What is ramped (`ParameterField`): haircuts, rates, volatility multiples and horizons, tiers of the same number, concentration figures,
/// the confidence multiple and the ratios of the states. All else stays as in the old set until the last step: lists of assets, classes
/// and chains, ages, evidence, rules that only one of the sets has, and whatever this module does not know.
struct ParameterBlend: Sendable {
    private let before: JSONObject
    private let after: JSONObject
    /// The target's: a set on the way has its number, and stands upon the set before as it does.
    private let head: JSONObject

    init(from old: ParameterSet, to new: ParameterSet) {
        let (old, new) = (old.json, new.json)
        let chains = [old, new].flatMap { $0["chains"]?.objectValue?.keys ?? [] }
        before = NormalParameters(old, namedChains: chains).tree
        after = NormalParameters(new, namedChains: chains).tree
        var head = JSONObject()
        for member in (new.objectValue ?? [:]).members where NormalParameters.head.contains(member.key) { head[member.key] = member.value }
        self.head = head
    }

    /// The set at a step between the first and the last.
    func set(step: UInt64, of count: UInt64) throws(GovernanceError) -> ParameterSet {
        let tree = try object(before, after, at: [], step, count)
        let file = NormalParameters(tree: tree).file(head: head)
        return try margining { () throws(MarginError) in try ParameterSet(json: file) }
    }

    private func value(_ old: JSON, _ new: JSON, at path: [String], _ step: UInt64, _ count: UInt64) throws(GovernanceError) -> JSON {
        switch (old, new) {
        case (.object(let old), .object(let new)):
            // Below an entry a rule moves whole: half of one rule and half of another may contradict each other.
            let isOpen = path.count <= 1 || path.count == 2 && ["chains", "classes", "assets"].contains(path[0])
            guard isOpen || Set(old.keys) == Set(new.keys) else { return .object(old) }
            return .object(try object(old, new, at: path, step, count))
        case (.array(let olds), .array(let news)) where olds.count == news.count && areAlike(olds, news):
            var elements: [JSON] = []
            for index in olds.indices { elements.append(try value(olds[index], news[index], at: path + ["\(index)"], step, count)) }
            return .array(elements)
        default:
            guard let field = ParameterField.at(path), field.motion == .ramped, let start = old.amount, let end = new.amount else { return old }
            let rounding: Rounding = field.strictness == .smaller ? .floor : .ceiling
            return .string("\(try ParameterRamp.value(from: start, to: end, step: step, of: count, rounding: rounding))")
        }
    }

    private func object(
        _ old: JSONObject, _ new: JSONObject, at path: [String], _ step: UInt64, _ count: UInt64
    ) throws(GovernanceError) -> JSONObject {
        var blended = JSONObject()
        for member in old.members {
            guard let target = new[member.key], target != member.value else {
                blended[member.key] = member.value
                continue
            }
            blended[member.key] = try value(member.value, target, at: path + [member.key], step, count)
        }
        return blended
    }

    /// Whether the elements have the same members, one by one.
    private func areAlike(_ olds: [JSON], _ news: [JSON]) -> Bool {
        zip(olds, news).allSatisfy { Set($0.objectValue?.keys ?? []) == Set($1.objectValue?.keys ?? []) }
    }
}
