public import Quantities

/// Where a guarded rate stands, and what it moves towards.
public struct GuardState: Hashable, Sendable {
    /// The rate in units of 10^-18 / 3,600,000: at a speed of 10^-18 an hour, one unit a millisecond. Exact; what has to be stored.
    public let position: Int128
    /// What was calculated last.
    public let calculated: CalculatedRate
    /// Milliseconds since 1970.
    public let at: UInt64

    /// The end of the year 9999.
    public static let latest: UInt64 = 253_402_300_799_999
    static let unitsPerRaw: Int128 = 3_600_000

    /// A state as it was stored.
    ///
    /// - Throws: `outOfRange`.
    public init(position: Int128, calculated: CalculatedRate, at: UInt64) throws(RiskModelError) {
        guard position >= 0, position <= Self.highest else {
            throw .outOfRange(name: "position", got: Double(position), expected: "from 0 to \(Self.highest)")
        }
        guard at <= Self.latest else { throw .outOfRange(name: "time", got: Double(at), expected: "at most \(Self.latest)") }
        self.position = position
        self.calculated = calculated
        self.at = at
    }

    /// A state at a rate.
    ///
    /// - Throws: `outOfRange`.
    public init(rate: FixedPoint, calculated: CalculatedRate, at: UInt64) throws(RiskModelError) {
        try Require.nonNegative(rate, "rate")
        guard rate <= Self.highestRate else { throw .outOfRange(name: "rate", got: rate.approximate, expected: "at most \(Self.highestRate)") }
        try self.init(position: Self.position(of: rate), calculated: calculated, at: at)
    }

    /// What positions that exist are asked for, rounded up.
    public var rate: FixedPoint {
        let (whole, rest) = position.quotientAndRemainder(dividingBy: Self.unitsPerRaw)
        return FixedPoint(raw: whole + (rest > 0 ? 1 : 0))
    }

    /// What a new position is asked for: the ramp protects those who are in, not those who come.
    public var openingRate: FixedPoint { max(rate, calculated.required) }

    /// What the calculated rate asks for and the ramp has not reached yet; zero in calm times.
    ///
    /// Both are at most `highestRate`, so the difference fits.
    public var uncovered: FixedPoint { FixedPoint(raw: openingRate.raw - rate.raw) }

    /// How much of the rate is buffer: what lies above the required rate; zero when it is used up.
    public var bufferHeld: FixedPoint { FixedPoint(raw: max(0, rate.raw - calculated.required.raw)) }

    /// Twice the largest calculated rate: a whole buffer on top.
    static let highestRate = FixedPoint(raw: 2 * CalculatedRate.largest.raw)
    private static let highest = position(of: highestRate)

    /// Of rates up to `highestRate`: 2 * 10^12 * 10^18 * 3.6 * 10^6 is below 2^127.
    static func position(of rate: FixedPoint) -> Int128 { rate.raw * unitsPerRaw }
}
