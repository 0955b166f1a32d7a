import Encoding
public import Margin
import Quantities

/// Compares parameter sets value by value.
///
/// Chains and assets are compared by what holds for them, inherited or stated, so that moving a rule from a class to its assets is no
/// change of theirs. A chain that only one of the sets names is compared with what the other says of all streams.
public enum ParameterComparison {
    /// All values that differ, in the order of the file.
    public static func changes(from before: ParameterSet, to after: ParameterSet) -> [ParameterChange] {
        changes(from: before.json, to: after.json)
    }

    /// Whether every account may carry the same or less.
    public static func isTightening(from before: ParameterSet, to after: ParameterSet) -> Bool {
        !changes(from: before, to: after).contains { $0.effect == .loosening }
    }

    static func changes(from before: JSON, to after: JSON) -> [ParameterChange] {
        let chains = [before, after].flatMap { $0["chains"]?.objectValue?.keys ?? [] }
        let (old, new) = (NormalParameters(before, namedChains: chains), NormalParameters(after, namedChains: chains))
        var walk = ComparisonWalk()
        walk.compare(.object(old.tree), .object(new.tree), at: [])
        return walk.changes
    }
}

private struct ComparisonWalk {
    var changes: [ParameterChange] = []

    mutating func compare(_ before: JSON?, _ after: JSON?, at path: [String]) {
        if before == after { return }
        if path.last == "tiers", path.count == 3, let old = TierCurve(before), let new = TierCurve(after) {
            guard let effect = old.effect(of: new) else { return }
            return append(before, after, effect, at: path)
        }
        switch (before, after) {
        case (.object(let old)?, .object(let new)?):
            for key in old.keys + new.keys.filter({ old[$0] == nil }) { compare(old[key], new[key], at: path + [key]) }
        case (nil, .object(let new)?) where descends(path):
            for key in new.keys { compare(nil, new[key], at: path + [key]) }
        case (.object(let old)?, nil) where descends(path):
            for key in old.keys { compare(old[key], nil, at: path + [key]) }
        default:
            // A value spelt otherwise, 0.10 for 0.1, is the same value.
            if let old = before?.amount, let new = after?.amount, old == new { return }
            append(before, after, effect(before, after, at: path), at: path)
        }
    }

    private mutating func append(_ before: JSON?, _ after: JSON?, _ effect: ParameterChange.Effect, at path: [String]) {
        let name = path.map { excerpt($0, limit: 160) }.joined(separator: ".")
        changes.append(ParameterChange(path: name, before: before.map(Self.text), after: after.map(Self.text), effect: effect))
    }

    private static func text(_ value: JSON) -> String {
        value.stringValue.map { excerpt($0) } ?? excerpt(value.printed(), limit: 160)
    }

    /// A rule that comes or goes is told by its values; an asset, a class or something unknown by its name alone.
    private func descends(_ path: [String]) -> Bool {
        guard path.count >= 2, !(path.count == 2 && ["assets", "classes"].contains(path[0])) else { return false }
        return ["prices", "states", "streams", "chains", "classes", "assets"].contains(path[0])
    }

    private func effect(_ before: JSON?, _ after: JSON?, at path: [String]) -> ParameterChange.Effect {
        if path.count == 2, before == nil || after == nil {
            // What is not listed counts nothing, so only a new asset can give anybody more.
            if path[0] == "assets" { return before == nil ? .loosening : .tightening }
            // Nobody has it, or its assets say themselves what becomes of them.
            if path[0] == "classes" { return .neutral }
        }
        guard let field = ParameterField.at(path) else { return .loosening }
        if field.strictness == .neutral { return .neutral }
        guard let after else { return .loosening }
        guard let before else { return .tightening }
        guard let old = before.amount, let new = after.amount else { return .loosening }
        return (field.strictness == .larger) == (new > old) ? .tightening : .loosening
    }
}

/// What a unit counts by where it lies; no tiers: all of it.
private struct TierCurve {
    private var tiers: [(upTo: FixedPoint?, rate: FixedPoint)] = []

    init?(_ json: JSON?) {
        guard let json else {
            tiers = [(nil, .one)]
            return
        }
        guard let elements = json.arrayValue else { return nil }
        for element in elements {
            guard let rate = element["counts"]?.amount else { return nil }
            let end = element["upTo"]?.amount
            if end == nil, element["upTo"] != nil { return nil }
            tiers.append((end, rate))
        }
    }

    /// What it means to have the other curve in place of this one; nil when both count the same at every size.
    func effect(of other: TierCurve) -> ParameterChange.Effect? {
        let starts = [FixedPoint.zero] + (tiers + other.tiers).compactMap(\.upTo)
        let rates = starts.map { (old: rate(above: $0), new: other.rate(above: $0)) }
        if rates.allSatisfy({ $0.new == $0.old }) { return nil }
        return rates.allSatisfy { $0.new <= $0.old } ? .tightening : .loosening
    }

    /// Beyond an ended last tier nothing counts.
    private func rate(above start: FixedPoint) -> FixedPoint {
        for tier in tiers {
            guard let end = tier.upTo else { return tier.rate }
            if start < end { return tier.rate }
        }
        return .zero
    }
}
