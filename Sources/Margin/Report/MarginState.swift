import Quantities

/// What an account may do, from best to worst.
public enum MarginState: String, Hashable, Sendable, CaseIterable, Comparable {
    case normal
    /// The owner is asked for more.
    case call
    /// The account may only reduce what it owes.
    case reduceOnly
    case liquidation
    /// All collateral, without any deduction, is worth less than what is owed.
    case bankrupt

    /// - Parameter isCovered: whether the market value of the collateral covers what is owed.
    init(excess: MarginAmounts, ratio: FixedPoint?, isCovered: Bool, rules: StateRules) {
        if !isCovered {
            self = .bankrupt
        } else if excess.maintenance.isNegative {
            self = .liquidation
        } else if excess.initial.isNegative || ratio.map({ $0 < rules.reduceOnly }) ?? false {
            self = .reduceOnly
        } else if let ratio, ratio < rules.call {
            self = .call
        } else {
            self = .normal
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }

    private var severity: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension MarginTotals {
    /// The state of an account that was in another before: a liquidation that has begun ends only when the margin of its end holds.
    public func continuation(of previous: MarginState) -> MarginState {
        previous >= .liquidation && excess.liquidationEnd.isNegative ? max(state, .liquidation) : state
    }
}
