public import Quantities

/// Which margin requirement is meant.
public enum MarginKind: String, Hashable, Sendable, CaseIterable {
    /// Needed to open positions and to withdraw.
    case initial
    /// Below it liquidation may start.
    case maintenance
}

/// One amount in quote units for each kind of margin.
public struct MarginAmounts: Hashable, Sendable {
    public let initial: FixedPoint
    public let maintenance: FixedPoint

    public init(initial: FixedPoint, maintenance: FixedPoint) {
        self.initial = initial
        self.maintenance = maintenance
    }

    public static let zero = MarginAmounts(initial: .zero, maintenance: .zero)

    public subscript(kind: MarginKind) -> FixedPoint {
        switch kind {
        case .initial: initial
        case .maintenance: maintenance
        }
    }
}
