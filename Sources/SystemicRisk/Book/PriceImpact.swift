public import Quantities

/// How far forced sales push a price down: a function of all that has been sold, never falling, below 100 %.
///
/// The size of a sale is what was sold times the price *before* the shock. So the impact depends on quantities alone: selling more never
/// lifts a price, and a deeper shock does not make a market seem deeper.
/// Sources: linear: Cifuentes, Ferrucci, Shin, Liquidity Risk and Contagion (2005), here to first order; square root: Bouchaud, Farmer,
/// Lillo, How Markets Slowly Digest Changes in Supply and Demand (2009).
public struct PriceImpact: Hashable, Sendable {
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        /// Sales do not move the price.
        case none
        /// size / depth.
        case linear
        /// The square root of size / depth.
        case squareRoot
    }

    public let shape: Shape
    /// The size in quote units at which the price would have lost all, were there no cap; more than 0, except for `none`.
    public let depth: FixedPoint
    /// The largest share of the price that sales can take away; 0 to less than 1.
    public let cap: FixedPoint

    private init(_ shape: Shape, depth: FixedPoint, cap: FixedPoint) {
        self.shape = shape
        self.depth = depth
        self.cap = cap
    }

    /// Sales do not move the price: the quote currency, or a market so deep that it makes no difference.
    public static let none = PriceImpact(.none, depth: .zero, cap: .zero)

    /// - Throws: `outOfRange` unless depth > 0 and 0 <= cap < 1.
    public static func linear(depth: FixedPoint, cap: FixedPoint) throws(SystemicRiskError) -> PriceImpact {
        try verified(.linear, depth: depth, cap: cap)
    }

    /// - Throws: `outOfRange` unless depth > 0 and 0 <= cap < 1.
    public static func squareRoot(depth: FixedPoint, cap: FixedPoint) throws(SystemicRiskError) -> PriceImpact {
        try verified(.squareRoot, depth: depth, cap: cap)
    }

    private static func verified(_ shape: Shape, depth: FixedPoint, cap: FixedPoint) throws(SystemicRiskError) -> PriceImpact {
        try Require.positive(depth, "market depth")
        guard cap >= .zero, cap < .one else {
            throw .outOfRange(field: "cap of the price impact", expected: "from 0 to less than 1", got: "\(cap)")
        }
        return PriceImpact(shape, depth: depth, cap: cap)
    }

    /// The share of the price that sales of this size take away, 0 to `cap`; rounded up.
    ///
    /// - Parameter size: quantity sold times the price before the shock, in quote units; 0 or more.
    /// - Throws: `outOfRange` for a negative size; `arithmetic`.
    public func share(ofSize size: FixedPoint) throws(SystemicRiskError) -> FixedPoint {
        try Require.nonNegative(size, "size of a sale")
        if shape == .none || size.isZero { return .zero }
        // Beyond the depth every shape is above every cap, and the quotient need not be held.
        if size >= depth { return cap }
        let quotient = try computing("the price impact") { () throws(QuantityError) in try size.divided(by: depth, rounding: .ceiling) }
        return min(cap, shape == .squareRoot ? quotient.squareRootOfShare : quotient)
    }
}

extension FixedPoint {
    /// The square root of a number from 0 to 1, rounded up.
    var squareRootOfShare: FixedPoint {
        // sqrt(raw / s) = sqrt(raw * s) / s; for a share the product is at most 10^36 and fits.
        let square = UInt128(truncatingIfNeeded: raw) &* UInt128(Self.scale)
        var root = UInt128(Self.scale)
        if square == 0 { return .zero }
        // Newton's method from above falls until it is at the floor of the root.
        while true {
            let next = (root + square / root) / 2
            if next >= root { break }
            root = next
        }
        return FixedPoint(raw: Int128(root * root < square ? root + 1 : root))
    }
}
