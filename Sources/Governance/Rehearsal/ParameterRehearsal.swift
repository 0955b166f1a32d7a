import CollateralState
public import Encoding
public import Margin
public import Quantities
public import UnifiedView

/// How an account stands in a report: its state, or that it has none.
public enum RehearsedState: Hashable, Sendable, Comparable, CustomStringConvertible {
    case known(MarginState)
    /// Some obligation of the account cannot be valued: worse than any state, because nobody knows.
    case unpriceable

    init(_ report: MarginReport) {
        self = report.totals.map { .known($0.state) } ?? .unpriceable
    }

    /// From best to worst.
    public static let all = MarginState.allCases.map(RehearsedState.known) + [.unpriceable]

    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.known(let left), .known(let right)): left < right
        case (.known, .unpriceable): true
        case (.unpriceable, _): false
        }
    }

    public var description: String {
        switch self {
        case .known(let state): state.rawValue
        case .unpriceable: "unpriceable"
        }
    }
}

/// One account under the set in force and under the proposed one.
public struct RehearsedAccount: Hashable, Sendable {
    /// What a report says under one of the two; the report itself is let go, for there may be very many.
    public struct Standing: Hashable, Sendable {
        public let state: RehearsedState
        /// nil when obligations cannot be valued.
        public let excess: MarginAmounts?
        let basis: Basis
        let parameters: Digest

        /// All that a report is of, but for the parameters.
        struct Basis: Hashable, Sendable {
            let account: MarginAccount
            let view: Digest
            let prices: MarginReport.PricesReference
            let now: Timestamp
        }

        init(_ report: MarginReport) {
            state = RehearsedState(report)
            excess = report.totals?.excess
            basis = Basis(account: report.account, view: report.viewDigest, prices: report.prices, now: report.now)
            parameters = report.parameters.digest
        }
    }

    public let account: MarginAccount
    public let before: Standing
    public let after: Standing

    public init(account: MarginAccount, before: MarginReport, after: MarginReport) {
        self.account = account
        (self.before, self.after) = (Standing(before), Standing(after))
    }

    public var stateBefore: RehearsedState { before.state }
    public var stateAfter: RehearsedState { after.state }

    /// What the excess changes by, negative for a fall; nil when one of the two is not known, or does not fit.
    public func excessChange(_ kind: MarginKind) -> FixedPoint? {
        guard let before = before.excess?[kind], let after = after.excess?[kind] else { return nil }
        return try? after.subtracting(before)
    }

    /// The kinds of margin of which there is a shortfall on one side only.
    public var turnedKinds: [MarginKind] {
        MarginKind.allCases.filter { kind in
            guard let before = before.excess?[kind], let after = after.excess?[kind] else { return false }
            return before.isNegative != after.isNegative
        }
    }

    /// Whether the account's owner would notice: another state, or a shortfall that comes or goes.
    public var isAffected: Bool { stateBefore != stateAfter || !turnedKinds.isEmpty }
}

/// Which accounts would change state under a proposed parameter set, before anybody signs it.
public struct ParameterRehearsal: Sendable {
    public let before: ParametersName
    public let after: ParametersName
    public let accounts: Int
    /// The worst state afterwards first, then the largest fall of maintenance excess, then by account.
    public let affected: [RehearsedAccount]
    /// Every state from best to worst, with how many accounts are in it before and after.
    public let counts: [StateCount]
    /// The account whose maintenance excess falls furthest; nil when none falls.
    public let largestFall: RehearsedAccount?

    /// Which set is meant.
    public struct ParametersName: Hashable, Sendable {
        public let number: UInt64
        public let digest: Digest
    }

    public struct StateCount: Hashable, Sendable {
        public let state: RehearsedState
        public let before: Int
        public let after: Int
    }

    /// - Parameter accounts: each with its reports of the same holdings, prices and time under the two sets.
    /// - Throws: `outOfRange` for a report under another set, or reports of another account or time.
    public init(from before: ParameterSet, to after: ParameterSet, accounts: [RehearsedAccount]) throws(GovernanceError) {
        for entry in accounts { try Self.verify(entry, before, after) }
        self.before = ParametersName(number: before.number, digest: before.digest)
        self.after = ParametersName(number: after.number, digest: after.digest)
        self.accounts = accounts.count
        affected = accounts.filter(\.isAffected).sorted(by: Self.isMoreSevere)
        counts = RehearsedState.all.map { state in
            StateCount(
                state: state, before: accounts.count { $0.stateBefore == state }, after: accounts.count { $0.stateAfter == state })
        }
        largestFall = accounts.filter { ($0.excessChange(.maintenance) ?? .zero).isNegative }.min {
            Self.order($0) < Self.order($1)
        }
    }

    /// Makes both reports of every account.
    ///
    /// - Parameter report: the report of an account under a set; the same holdings, prices and time for both sets.
    /// - Throws: `margin` when a report cannot be made, and as above.
    public init(
        of accounts: [MarginAccount], from before: ParameterSet, to after: ParameterSet,
        report: (MarginAccount, ParameterSet) throws(MarginError) -> MarginReport
    ) throws(GovernanceError) {
        var entries: [RehearsedAccount] = []
        for account in accounts {
            let reports = try margining { () throws(MarginError) in (try report(account, before), try report(account, after)) }
            entries.append(RehearsedAccount(account: account, before: reports.0, after: reports.1))
        }
        try self.init(from: before, to: after, accounts: entries)
    }

    private static func verify(_ entry: RehearsedAccount, _ before: ParameterSet, _ after: ParameterSet) throws(GovernanceError) {
        for (standing, set) in [(entry.before, before), (entry.after, after)] where standing.parameters != set.digest {
            throw .outOfRange(field: "parameters of a report of \(entry.account.id)", expected: "\(set.digest)", got: "\(standing.parameters)")
        }
        guard entry.before.basis.account == entry.account, entry.after.basis.account == entry.account else {
            throw .outOfRange(field: "account of a report", expected: "\(entry.account.id)", got: "\(entry.after.basis.account.id)")
        }
        guard entry.before.basis == entry.after.basis else {
            throw .outOfRange(
                field: "reports of \(entry.account.id)", expected: "the same view, prices and time under both sets", got: "others")
        }
    }

    private static func isMoreSevere(_ left: RehearsedAccount, _ right: RehearsedAccount) -> Bool {
        if left.stateAfter != right.stateAfter { return left.stateAfter > right.stateAfter }
        return order(left) < order(right)
    }

    /// The largest fall first, then by account, so that the order is the same everywhere.
    private static func order(_ entry: RehearsedAccount) -> (FixedPoint, String) {
        (entry.excessChange(.maintenance) ?? .zero, "\(entry.account.id)")
    }
}
