public import Quantities

/// What one whole unit of a wrapped asset can be exchanged for at its issuer, in quote units: the redemption-value floor.
///
/// The market may overshoot: as collateral the asset is never worth more than its redemption value. The market may panic: where the redemption is
/// proven, the price is held up by what redeeming brings now, after its cost and its wait. A value that is only stated limits, and supports nothing,
/// because whoever states it may be the one that fails. It never makes a debt cheaper.
public struct Redemption: Hashable, Sendable {
    /// More than zero.
    public let value: FixedPoint
    /// What redeeming brings, less its cost and wait, proven against the wrapper's own state; above zero, at most the value. nil where nothing is proven.
    public let support: FixedPoint?

    /// - Throws: `MarginError.outOfRange`.
    public init(value: FixedPoint, support: FixedPoint? = nil) throws(MarginError) {
        guard value > .zero else { throw .outOfRange(field: "redemption value", expected: "more than zero", got: "\(value)") }
        if let support, support <= .zero || support > value {
            throw .outOfRange(field: "support of a redemption value", expected: "more than zero, at most \(value)", got: "\(support)")
        }
        (self.value, self.support) = (value, support)
    }

    /// A price held up by the support, where there is one, and held down by the value.
    func limiting(_ price: FixedPoint) -> FixedPoint { min(max(price, support ?? price), value) }
}
