public import Quantities

/// How far and how fast a requirement may move.
///
/// Source: Commission Delegated Regulation (EU) 153/2013, article 28(1)(a): a buffer of at least 25 % of the calculated margin that may
/// be exhausted for a time while calculated margins rise significantly. The speeds are this program's own.
public struct GuardParameters: Hashable, Sendable {
    /// Share of the calculated rate that is asked for on top in calm times, 0 to 1; 0.25 in the source.
    public let buffer: FixedPoint
    /// Above this multiple of the floor it is stress, and no buffer is asked for. 1 or more.
    public let releaseMultiple: FixedPoint
    /// The most a rate rises in an hour, in rate (0.01: one percentage point).
    public let risePerHour: FixedPoint
    /// The most a rate rises in an hour where only the buffer is missing. More than 0, at most `risePerHour`.
    public let rebuildPerHour: FixedPoint
    /// The most a rate falls in an hour. More than 0, at most `risePerHour`.
    public let fallPerHour: FixedPoint

    /// - Throws: `outOfRange` with the name of the parameter.
    public init(
        buffer: FixedPoint, releaseMultiple: FixedPoint, risePerHour: FixedPoint, rebuildPerHour: FixedPoint, fallPerHour: FixedPoint
    ) throws(RiskModelError) {
        try Require.share(buffer, "buffer")
        try Self.check(releaseMultiple, "release multiple", from: .one, to: 1_000)
        try Self.check(risePerHour, "rise per hour", from: FixedPoint(raw: 1), to: CalculatedRate.largest)
        try Self.check(rebuildPerHour, "rebuild per hour", from: FixedPoint(raw: 1), to: risePerHour)
        try Self.check(fallPerHour, "fall per hour", from: FixedPoint(raw: 1), to: risePerHour)
        self.buffer = buffer
        self.releaseMultiple = releaseMultiple
        self.risePerHour = risePerHour
        self.rebuildPerHour = rebuildPerHour
        self.fallPerHour = fallPerHour
    }

    /// Where a rate comes to rest: the calculated rate with its buffer, the buffer no higher than the release level, never below what
    /// is required now. Rounded up. Never falls when the calculated rate or the floor rises.
    ///
    /// - Throws: `arithmetic`.
    public func target(_ calculated: CalculatedRate) throws(RiskModelError) -> FixedPoint {
        let buffered = try calculated.rate.times(FixedPoint.one.plus(buffer), .ceiling)
        let releaseLevel = try calculated.floor.times(releaseMultiple, .ceiling)
        return max(calculated.required, min(buffered, releaseLevel))
    }

    private static func check(_ value: FixedPoint, _ name: String, from low: FixedPoint, to high: FixedPoint) throws(RiskModelError) {
        if value < low || value > high { throw .outOfRange(name: name, got: value.approximate, expected: "from \(low) to \(high)") }
    }
}
