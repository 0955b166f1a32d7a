public import Quantities

/// The terms of an auction of a whole portfolio whose price falls with time.
///
/// Source: Derive (Lyra v2) Dutch auction of solvent accounts.
public struct DutchAuction: Hashable, Sendable {
    /// Share of the mark-to-market asked at the start, and where the fast phase ends.
    public let startShare: FixedPoint
    public let cutoffShare: FixedPoint
    public let fastSeconds: UInt64
    public let slowSeconds: UInt64

    /// - Throws: `outOfRange` unless 0 <= cutoff <= start <= 1 and both phases last.
    public init(startShare: FixedPoint, cutoffShare: FixedPoint, fastSeconds: UInt64, slowSeconds: UInt64) throws(RiskModelError) {
        try Require.share(startShare, "share at the start")
        try Require.share(cutoffShare, "share at the cutoff")
        if cutoffShare > startShare { throw .unordered(name: "shares of the auction", index: 1) }
        for seconds in [fastSeconds, slowSeconds] where seconds == 0 || seconds > 31_536_000 {
            throw .outOfRange(name: "seconds of a phase", got: Double(seconds), expected: "from 1 to a year")
        }
        self.startShare = startShare
        self.cutoffShare = cutoffShare
        self.fastSeconds = fastSeconds
        self.slowSeconds = slowSeconds
    }

    /// The share of the mark-to-market asked after so many seconds: linear from start to cutoff, then linear to 0; rounded down.
    public func share(afterSeconds seconds: UInt64) throws(RiskModelError) -> FixedPoint {
        if seconds < fastSeconds {
            let fallen = try startShare.minus(cutoffShare).part(seconds, of: fastSeconds)
            return try startShare.minus(fallen)
        }
        let slow = seconds - fastSeconds
        if slow >= slowSeconds { return .zero }
        return try cutoffShare.minus(cutoffShare.part(slow, of: slowSeconds))
    }
}

/// What a bidder may take of an account at one moment of the auction.
public struct AuctionOffer: Hashable, Sendable {
    /// The largest share of the portfolio that may be sold, 0 to 1: what restores the buffer, no more.
    public let maximumFraction: FixedPoint
    /// What the whole portfolio would cost, in quote units.
    public let bidPrice: FixedPoint
    /// What the largest share costs.
    public let cashFromBidder: FixedPoint

    /// - Parameters:
    ///   - markToMarket: of the account; its cash from earlier bids included.
    ///   - maintenanceExcess: negative, or there is no auction.
    ///   - bufferShare: the auction ends only when the excess is above this share of the distance between mark-to-market and excess.
    ///   - discount: share of the mark-to-market that is asked now.
    ///   - reservedCash: paid in by earlier bidders; it is not for sale.
    /// - Throws: `outOfRange`; `arithmetic`.
    ///
    /// Selling f of the portfolio leaves (1 - f) of the shortage and brings f times the price; the largest f makes the sum zero:
    /// f = -B / (p - B'), B the excess less the buffer, B' the same without the reserved cash, p the price.
    public init(
        markToMarket: FixedPoint, maintenanceExcess: FixedPoint, bufferShare: FixedPoint, discount: FixedPoint, reservedCash: FixedPoint
    ) throws(RiskModelError) {
        try Require.share(discount, "discount")
        try Require.nonNegative(bufferShare, "buffer share")
        try Require.nonNegative(reservedCash, "reserved cash")
        let buffered = try maintenanceExcess.minus(bufferShare.times(markToMarket.minus(maintenanceExcess), .ceiling))
        let price = try max(.zero, markToMarket.minus(reservedCash)).times(discount, .floor)
        let denominator = try price.minus(buffered.minus(reservedCash))
        bidPrice = price
        if buffered >= .zero {
            maximumFraction = .zero
        } else if denominator <= .zero {
            maximumFraction = .one
        } else {
            maximumFraction = min(.one, try buffered.opposite().over(denominator, .ceiling))
        }
        cashFromBidder = try maximumFraction.times(price, .ceiling)
    }
}

extension FixedPoint {
    /// This times `numerator / denominator`, rounded up.
    fileprivate func part(_ numerator: UInt64, of denominator: UInt64) throws(RiskModelError) -> FixedPoint {
        guard let up = Int64(exactly: numerator), let down = Int64(exactly: denominator) else { throw .overflow("seconds") }
        return try times(FixedPoint(up), .ceiling).over(FixedPoint(down), .ceiling)
    }
}
