public import ChainIdentity
import Encoding
import Margin
public import Quantities
import RiskModels

/// The two rates of one kind of line: who opens needs the initial one, who keeps the maintenance one.
public struct RatePair: Hashable, Sendable {
    public let initial: FixedPoint
    public let maintenance: FixedPoint
}

/// What one asset is asked for as collateral, debt or position: before, and after the guard has moved it.
///
/// The guard moves the maintenance rate. The initial one is what a new position is asked for, and keeps at least the distance that its
/// class puts between the two. What the class says is policy, and never undercut: only what the market asks for beyond it is estimated.
public struct RateEstimate: Hashable, Sendable {
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case haircut, debt, position

        /// A haircut removes at most all; the others end where parameters do.
        var most: FixedPoint { self == .haircut ? .one : RequirementRates.maximum }
    }

    public let asset: AssetID
    public let group: Group
    public let before: RatePair
    /// What the class says.
    public let policy: RatePair
    public let guarded: GuardedRate
    public let after: RatePair

    init(
        _ asset: AssetID, _ group: Group, before: RatePair, policy: RatePair, _ guarded: GuardedRate
    ) throws(MarginAnswersError) {
        let maintenance = min(group.most, max(guarded.rate, policy.maintenance))
        var initial = max(guarded.opening, policy.initial, maintenance)
        if policy.maintenance > .zero {
            let scaled = try computing("an initial rate") { () throws(QuantityError) in
                try maintenance.multiplied(by: policy.initial, rounding: .ceiling).divided(by: policy.maintenance, rounding: .ceiling)
            }
            initial = max(initial, try GuardedRate.millionths(scaled))
        }
        self.asset = asset
        self.group = group
        self.before = before
        self.policy = policy
        self.guarded = guarded
        after = RatePair(initial: min(group.most, initial), maintenance: maintenance)
    }

    /// Of the parameter file.
    public var path: String { "assets.\(asset.text).\(group.rawValue)" }
}

extension AssetRules {
    func rates(of group: RateEstimate.Group) -> RatePair {
        switch group {
        case .haircut: RatePair(initial: haircut.initial, maintenance: haircut.maintenance)
        case .debt: RatePair(initial: debt.initial, maintenance: debt.maintenance)
        case .position: RatePair(initial: position.initial, maintenance: position.maintenance)
        }
    }
}
