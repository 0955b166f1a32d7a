import Encoding
import Quantities

extension LintRule {
    static let rates = [rateOrder, finalityOrder, stateOrder]

    static let rateOrder = LintRule("rate-order", "0 < maintenance rate <= initial rate") { rule, subject in
        subject.stated.flatMap { holder in
            ["debt", "position"].compactMap { group in
                guard let initial = holder.rules.amount(group, "initial"), let maintenance = holder.rules.amount(group, "maintenance"),
                    !(maintenance > .zero && maintenance <= initial)
                else { return nil }
                return rule.error(
                    "\(holder.path).\(group)", "initial \(initial) and maintenance \(maintenance) are not 0 < maintenance <= initial",
                    remedy: "who opens a position needs at least what who keeps it needs")
            }
        }
    }

    static let finalityOrder = LintRule("finality-order", "a less settled block never counts more") { rule, subject in
        subject.streams.compactMap { place in
            guard let safe = place.rules.amount("finalityHaircuts", "safe"), let latest = place.rules.amount("finalityHaircuts", "latest"),
                safe > latest
            else { return nil }
            return rule.error(
                "\(place.path).finalityHaircuts", "safe blocks lose \(safe), the latest only \(latest)",
                remedy: "let the latest block lose at least what a safe one does")
        }
    }

    static let stateOrder = LintRule("state-order", "1 <= reduceOnly <= call") { rule, subject in
        guard let call = subject.normal.states.amount("call"), let reduceOnly = subject.normal.states.amount("reduceOnly"),
            !(.one <= reduceOnly && reduceOnly <= call)
        else { return [] }
        return [
            rule.error(
                "states", "reduceOnly \(reduceOnly) and call \(call) are not 1 <= reduceOnly <= call",
                remedy: "an owner is called before the account may only reduce, and that before it is liquidated")
        ]
    }
}
