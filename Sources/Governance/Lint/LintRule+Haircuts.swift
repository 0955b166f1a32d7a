import Encoding
import Quantities
import RiskModels

extension LintRule {
    static let haircuts = [haircutOrder, tiersMonotone, zeroHaircut, volatilityMultiple, concentration, toxicFrontier]

    /// Initial margin is the maintenance haircut and an add-on: together never more than all.
    static let haircutOrder = LintRule("haircut-order", "0 <= maintenance haircut <= initial haircut <= 1") { rule, subject in
        subject.stated.compactMap { holder in
            guard let initial = holder.rules.amount("haircut", "initial"), let maintenance = holder.rules.amount("haircut", "maintenance"),
                !(FixedPoint.zero <= maintenance && maintenance <= initial && initial <= .one)
            else { return nil }
            return rule.error(
                "\(holder.path).haircut", "initial \(initial) and maintenance \(maintenance) are not 0 <= maintenance <= initial <= 1",
                remedy: "let the initial haircut be maintenance and an add-on, together at most 1")
        }
    }

    static let tiersMonotone = LintRule("tiers-monotone", "tiers end ever later and count ever less, from 1 down to 0") { rule, subject in
        subject.stated.flatMap { holder -> [LintFinding] in
            let tiers = holder.rules["tiers"]?.arrayValue ?? []
            return tiers.indices.compactMap { index in
                let path = "\(holder.path).tiers[\(index)]"
                let (tier, before) = (tiers[index], index > 0 ? tiers[index - 1] : nil)
                if let counts = tier["counts"]?.amount {
                    let most = before?["counts"]?.amount ?? .one
                    if counts > most || counts.isNegative {
                        return rule.error(
                            "\(path).counts", "\(counts) is not 0 to \(most), what the tier before counts",
                            remedy: "let each further tier count the same or less: a larger holding is harder to sell")
                    }
                }
                if let end = tier["upTo"]?.amount {
                    let least = before?["upTo"]?.amount ?? .zero
                    if end <= least {
                        return rule.error("\(path).upTo", "\(end) is not more than \(least)", remedy: "put the tiers in order of their ends")
                    }
                } else if tier["upTo"] == nil, index < tiers.count - 1 {
                    return rule.error(path, "it has no end, but is not the last", remedy: "say where it ends with upTo")
                }
                return nil
            }
        }
    }

    static let zeroHaircut = LintRule("zero-haircut", "only a stable class has no haircut") { rule, subject in
        subject.assets.compactMap { asset in
            guard let share = asset.rules.amount("haircut", "maintenance"), share.isZero, asset.rules["volatility"] == nil,
                !(asset.className ?? "").lowercased().hasPrefix(subject.context.stableClassPrefix)
            else { return nil }
            return rule.warning(
                "\(asset.path).haircut", "its whole value counts, although its class \(excerpt(asset.className ?? "none")) is no stable one",
                remedy: "give it a haircut or a volatility rule, or a class whose name starts with \"\(subject.context.stableClassPrefix)\"")
        }
    }

    /// The expected shortfall of a normal return at 97.5 % (MAR33.4), in standard deviations, rounded down: phi(1.95996) / 0.025 = 2.3378.
    private static let normalShortfall = FixedPoint(raw: FixedPoint.one.raw / 1_000 * 2_337)

    static let volatilityMultiple = LintRule("volatility-multiple", "a volatility haircut covers expected shortfall at 97.5 %") { rule, subject in
        subject.stated.compactMap { holder in
            guard let multiple = holder.rules.amount("volatility", "multiple"), multiple < normalShortfall else { return nil }
            return rule.warning(
                "\(holder.path).volatility.multiple", "\(multiple) standard deviations are less than the expected shortfall of a normal return at 97.5 %",
                remedy: "take at least 2.338, and more where tails are fat")
        }
    }

    static let concentration = LintRule("concentration", "deposits are not far beyond the start of concentration") { rule, subject in
        subject.stated.compactMap { holder in
            guard let deposits = holder.rules.amount("concentration", "deposits"), let start = holder.rules.amount("concentration", "start"),
                start > .zero, let times = try? deposits.divided(by: start, rounding: .floor), times > subject.context.largestConcentration
            else { return nil }
            return rule.warning(
                "\(holder.path).concentration", "deposits of \(deposits) are more than \(subject.context.largestConcentration) times the start, \(start)",
                remedy: "raise the start if the market is that deep, or list the asset no longer")
        }
    }

    /// At the liquidation threshold a debt of (1 - haircut) / (1 + rate) stands against collateral of 1.
    static let toxicFrontier = LintRule("toxic-frontier", "at its threshold a liquidation still makes an account better") { rule, subject in
        guard let bonus = subject.context.liquidationBonus, let frontier = try? ToxicFrontier.largestLoanToValue(bonus: bonus) else { return [] }
        guard let rate = subject.assets.compactMap({ $0.rules.amount("debt", "maintenance") }).min() else { return [] }
        return subject.assets.compactMap { asset in
            guard let haircut = asset.rules.amount("haircut", "maintenance"), let kept = try? FixedPoint.one.subtracting(haircut),
                let threshold = try? kept.divided(by: FixedPoint.one.adding(rate), rounding: .ceiling), threshold >= frontier
            else { return nil }
            return rule.error(
                "\(asset.path).haircut", "liquidation starts at a loan-to-value of \(threshold), and with a bonus of \(bonus) makes an account worse from \(frontier) on",
                remedy: "raise the haircut or the maintenance rates of debts, or lower the bonus")
        }
    }
}
