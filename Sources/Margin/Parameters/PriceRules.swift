public import Quantities

/// How much prices count by how well they are known.
public struct PriceRules: Hashable, Sendable {
    public static let largestMultiple: FixedPoint = 100

    /// Collateral whose price is older, or dated further ahead, counts zero; milliseconds.
    public let maximumAge: UInt64
    /// From this age on collateral counts less and less for initial margin, down to nothing at the maximum age; milliseconds.
    public let freshAge: UInt64
    /// How many times its confidence a price is taken to be off, against the account.
    public let confidenceMultiple: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(maximumAge: UInt64, freshAge: UInt64? = nil, confidenceMultiple: FixedPoint = .one) throws(MarginError) {
        guard freshAge ?? maximumAge <= maximumAge else {
            throw .outOfRange(field: "fresh age of prices", expected: "at most the maximum age, \(maximumAge)", got: "\(freshAge ?? 0)")
        }
        guard !confidenceMultiple.isNegative, confidenceMultiple <= Self.largestMultiple else {
            throw .outOfRange(field: "confidence multiple", expected: "0 to \(Self.largestMultiple)", got: "\(confidenceMultiple)")
        }
        self.maximumAge = maximumAge
        self.freshAge = freshAge ?? maximumAge
        self.confidenceMultiple = confidenceMultiple
    }
}

/// The share that age removes for initial margin: nothing while fresh, then ever more, all at the maximum; rounded up.
func decay(age: UInt64, fresh: UInt64, maximum: UInt64) -> FixedPoint {
    if age > maximum { return .one }
    if age <= fresh { return .zero }
    // Both differences fit: fresh < age <= maximum.
    let (part, whole) = (Int128(age - fresh), Int128(maximum - fresh))
    let (quotient, rest) = (part * FixedPoint.one.raw).quotientAndRemainder(dividingBy: whole)
    return FixedPoint(raw: quotient + (rest == 0 ? 0 : 1))
}
