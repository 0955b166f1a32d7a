public import Encoding
import Margin
import Quantities
import UnifiedView

extension ParameterRehearsal {
    public static let format = "plimsoll/params-rehearsal/v1"
    /// So many affected accounts are named where nobody says how many.
    public static let usualNames = 1_000

    public var json: JSON { json(naming: Self.usualNames) }

    /// - Parameter maximum: the most accounts to name, the worst first; `affectedCount` says how many there are.
    public func json(naming maximum: Int) -> JSON {
        [
            "format": .string(Self.format), "before": before.json, "after": after.json, "accounts": .integer(accounts),
            "counts": .array(counts.map { ["state": .string("\($0.state)"), "before": .integer($0.before), "after": .integer($0.after)] }),
            "largestFall": largestFall?.json ?? .null,
            "affectedCount": .integer(affected.count), "affected": .array(affected.prefix(max(0, maximum)).map(\.json)),
        ]
    }

    /// Lines for people, the worst account first.
    ///
    /// - Parameter maximum: the most accounts to name; how many more there are is said.
    public func text(maximum: Int) -> [String] {
        var lines = ["\(accounts) accounts, parameters \(before.number) to \(after.number): \(affected.count) would change"]
        for count in counts where count.before > 0 || count.after > 0 {
            lines.append("  \(count.state): \(count.before) before, \(count.after) after")
        }
        if let fall = largestFall, let change = fall.excessChange(.maintenance) {
            lines.append("  largest fall of maintenance excess: \(change) of \(fall.account.id)")
        }
        lines += affected.prefix(maximum).map(\.line)
        if affected.count > maximum { lines.append("  and \(affected.count - maximum) more") }
        return lines
    }
}

extension ParameterRehearsal.ParametersName {
    fileprivate var json: JSON { ["number": .integer(number), "digest": .string("\(digest)")] }
}

extension RehearsedAccount {
    fileprivate var json: JSON {
        [
            "account": .string("\(account.id)"),
            "state": ["before": .string("\(stateBefore)"), "after": .string("\(stateAfter)")],
            "excess": .object(
                entries: MarginKind.allCases.map { kind in
                    (
                        kind.rawValue,
                        ["before": Self.amount(before.excess?[kind]), "after": Self.amount(after.excess?[kind])]
                    )
                }),
        ]
    }

    private static func amount(_ value: FixedPoint?) -> JSON { value.map { .string("\($0)") } ?? .null }

    fileprivate var line: String {
        let state = stateBefore == stateAfter ? "\(stateAfter)" : "\(stateBefore) to \(stateAfter)"
        let excess = (before.excess?[.maintenance]).flatMap { before in
            (after.excess?[.maintenance]).map { after in ", maintenance excess \(before) to \(after)" }
        }
        let turned = turnedKinds.map { kind in
            (after.excess?[kind] ?? .zero).isNegative ? "\(kind.rawValue) falls short" : "\(kind.rawValue) is covered again"
        }
        return "  \(account.id): \(state)\(excess ?? "")" + (turned.isEmpty ? "" : " (\(turned.joined(separator: ", ")))")
    }
}
