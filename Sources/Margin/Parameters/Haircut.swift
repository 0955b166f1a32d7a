public import Quantities

/// The share of an asset's value that does not count as collateral, for each kind of margin.
///
/// 0 <= maintenance <= initial <= 1.
public struct Haircut: Hashable, Sendable {
    public let initial: FixedPoint
    public let maintenance: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(initial: FixedPoint, maintenance: FixedPoint) throws(MarginError) {
        guard !maintenance.isNegative, maintenance <= initial, initial <= .one else {
            throw .outOfRange(
                field: "haircut", expected: "0 <= maintenance <= initial <= 1", got: "maintenance \(maintenance), initial \(initial)")
        }
        self.initial = initial
        self.maintenance = maintenance
    }

    /// The same for every kind.
    public init(_ share: FixedPoint) throws(MarginError) {
        try self.init(initial: share, maintenance: share)
    }

    var shares: MarginAmounts { MarginAmounts(initial: initial, maintenance: maintenance, liquidationEnd: initial) }
}
