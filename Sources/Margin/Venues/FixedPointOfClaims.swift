public import Quantities

/// A claim of one account on the net value of another, or of itself: the share of a vault, for example.
public struct AccountClaim: Hashable, Sendable {
    /// The place of the account that has the claim.
    public let holder: Int
    /// The place of the account whose net value is claimed.
    public let issuer: Int
    /// The share of the issuer's net value, 0...1.
    public let share: FixedPoint
    /// The share of the claim that does not count, 0...1.
    public let haircut: FixedPoint

    public init(holder: Int, issuer: Int, share: FixedPoint, haircut: FixedPoint) {
        (self.holder, self.issuer, self.share, self.haircut) = (holder, issuer, share, haircut)
    }
}

/// The net values of accounts that have claims on each other's net value: the rule for collateral that is itself a margin account.
///
/// For account i, with all amounts in quote units:
///
///     x(i) = outside(i) + sum over its claims on j of c * max(0, x(j)),   c = share * (1 - haircut), rounded down
///
/// `outside` is everything else the account has, less all it owes and less its own requirement. So what an issuer must keep for its own positions is never
/// anybody's collateral, and no more than the whole of its value is claimed, by all holders together. An issuer's shortfall is its own: a claim is
/// worth nothing, never less.
///
/// With every row sum q = sum of c over one holder's claims below 1, the map is a contraction in the largest norm, so there is exactly one solution. From
/// `outside`, which is not above it, the rounds rise to it, and rounding down keeps them at or below it: claims are never overstated. They stop where a round
/// changes nothing.
///
/// They do stop. In units of 10^-18, with n accounts, at most m claims of one holder and K = 1 / (1 - q): a round leaves at most q of the distance to the
/// solution, and m by rounding; the distance begins below 2^127, so after 89 K rounds (89 > ln 2^127) it is at most m K + 1. Every further round but
/// the last raises at least one of n whole numbers that can rise by no more than that: in all at most 89 K + n (m K + 1) + 1 rounds.
public struct FixedPointOfClaims: Sendable {
    public static let maximumAccounts = 1_024
    public static let maximumClaims = 65_536
    /// Claims that could need more rounds are refused, though few do.
    public static let maximumRounds: UInt64 = 1 << 24

    public let accounts: Int
    /// So many rounds are enough whatever `outside` is.
    public let roundBound: UInt64
    /// For each holder: issuer and what of its net value counts.
    private let rows: [[(issuer: Int, counted: FixedPoint)]]

    /// - Parameter claims: in any order; several of one holder on one issuer add up.
    /// - Throws: `outOfRange` for too many accounts or claims, a place that is none, or a share or haircut outside 0...1; when more than the whole of an
    ///   account is claimed; `unsettledClaims` when the counted shares of one holder reach 1, or come so near that the rounds could not be awaited.
    public init(accounts: Int, claims: [AccountClaim]) throws(MarginError) {
        guard (0...Self.maximumAccounts).contains(accounts), claims.count <= Self.maximumClaims else {
            throw .outOfRange(
                field: "claims", expected: "at most \(Self.maximumAccounts) accounts and \(Self.maximumClaims) claims",
                got: "\(accounts) accounts and \(claims.count) claims")
        }
        self.accounts = accounts
        let places = 0..<accounts
        var rows = [[(issuer: Int, counted: FixedPoint)]](repeating: [], count: accounts)
        var claimed = [FixedPoint](repeating: .zero, count: accounts)
        for claim in claims {
            guard places.contains(claim.holder), places.contains(claim.issuer) else {
                throw .outOfRange(field: "claim", expected: "accounts 0 to \(accounts - 1)", got: "\(claim.holder) on \(claim.issuer)")
            }
            try claim.share.verifyShare("share of a claim")
            try claim.haircut.verifyShare("haircut of a claim")
            claimed[claim.issuer] = try computing("claims") { () throws(QuantityError) in try claimed[claim.issuer].adding(claim.share) }
            let counted = try computing("claims") { () throws(QuantityError) in
                try claim.share.multiplied(by: FixedPoint.one.subtracting(claim.haircut), rounding: .floor)
            }
            if !counted.isZero { rows[claim.holder].append((claim.issuer, counted)) }
        }
        if let issuer = claimed.firstIndex(where: { $0 > .one }) {
            throw .outOfRange(field: "claims on account \(issuer)", expected: "at most 1 in all", got: "\(claimed[issuer])")
        }
        self.rows = rows
        roundBound = try Self.bound(rows)
    }

    /// 89 K + n (m K + 1) + 1, every step rounded up.
    private static func bound(_ rows: [[(issuer: Int, counted: FixedPoint)]]) throws(MarginError) -> UInt64 {
        var (largest, claims, place) = (FixedPoint.zero, 0, 0)
        for (index, row) in rows.enumerated() {
            var sum = FixedPoint.zero
            for claim in row { sum = try computing("claims") { () throws(QuantityError) in try sum.adding(claim.counted) } }
            if sum > largest { (largest, place) = (sum, index) }
            claims = max(claims, row.count)
        }
        guard largest < .one else { throw .unsettledClaims(account: place, expected: "less than 1", got: largest) }
        // Shares are whole numbers of 10^-18, so K is at most 10^18.
        let one = FixedPoint.one.raw
        let slowness = (one + (one - largest.raw) - 1) / (one - largest.raw)
        let (n, m) = (Int128(rows.count), Int128(claims))
        let bound = 89 * slowness + n * (m * slowness + 1) + 1
        guard bound <= Int128(maximumRounds) else {
            throw .unsettledClaims(account: place, expected: "so much less than 1 that \(maximumRounds) rounds are enough", got: largest)
        }
        return UInt64(truncatingIfNeeded: bound)
    }

    /// The net values, none above its true value.
    ///
    /// - Parameter outside: one amount for each account: everything but its claims, less what it owes and requires.
    /// - Throws: `outOfRange` for another number of amounts, `overflow` when a value does not fit.
    public func solve(outside: [FixedPoint]) throws(MarginError) -> [FixedPoint] {
        guard outside.count == accounts else { throw .outOfRange(field: "accounts", expected: "\(accounts)", got: "\(outside.count)") }
        var values = outside
        for _ in 0..<roundBound {
            let next = try round(values, outside)
            if next == values { return values }
            values = next
        }
        // Not reached, by the bound; what the last round left is still not above the solution.
        return values
    }

    private func round(_ values: [FixedPoint], _ outside: [FixedPoint]) throws(MarginError) -> [FixedPoint] {
        try computing("the value of claims") { () throws(QuantityError) in
            var next = outside
            for holder in rows.indices {
                for (issuer, counted) in rows[holder] where values[issuer] > .zero {
                    next[holder] = try next[holder].adding(values[issuer].multiplied(by: counted, rounding: .floor))
                }
            }
            return next
        }
    }
}
