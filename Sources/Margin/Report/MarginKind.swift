public import Quantities

/// Which margin is meant.
public enum MarginKind: String, Hashable, Sendable, CaseIterable {
    /// Needed to open positions and to withdraw: strict rates, and prices that time has smoothed.
    case initial
    /// Below it liquidation may start.
    case maintenance
    /// A liquidation goes on until this one holds: the rates of initial margin at the prices of maintenance margin, so that an account
    /// does not swing in and out of liquidation.
    case liquidationEnd

    /// For people.
    public var words: String {
        switch self {
        case .initial: "initial"
        case .maintenance: "maintenance"
        case .liquidationEnd: "liquidation end"
        }
    }
}

/// One thing for each kind of margin.
public struct PerMarginKind<Value> {
    public let initial: Value
    public let maintenance: Value
    public let liquidationEnd: Value

    @inlinable
    public init(initial: Value, maintenance: Value, liquidationEnd: Value) {
        (self.initial, self.maintenance, self.liquidationEnd) = (initial, maintenance, liquidationEnd)
    }

    @inlinable
    public init<Failure: Error>(each make: (MarginKind) throws(Failure) -> Value) throws(Failure) {
        self.init(initial: try make(.initial), maintenance: try make(.maintenance), liquidationEnd: try make(.liquidationEnd))
    }

    @inlinable
    public subscript(kind: MarginKind) -> Value {
        switch kind {
        case .initial: initial
        case .maintenance: maintenance
        case .liquidationEnd: liquidationEnd
        }
    }
}

extension PerMarginKind: Equatable where Value: Equatable {}
extension PerMarginKind: Hashable where Value: Hashable {}
extension PerMarginKind: Sendable where Value: Sendable {}

/// One amount in quote units, or one share, for each kind of margin.
public typealias MarginAmounts = PerMarginKind<FixedPoint>

extension PerMarginKind<FixedPoint> {
    public static let zero = MarginAmounts(all: .zero)
    static let one = MarginAmounts(all: .one)

    init(all value: FixedPoint) {
        self.init(initial: value, maintenance: value, liquidationEnd: value)
    }

    var isZero: Bool { initial.isZero && maintenance.isZero && liquidationEnd.isZero }

    func plus(_ other: MarginAmounts, _ quantity: @autoclosure () -> String) throws(MarginError) -> MarginAmounts {
        try computing(quantity()) { () throws(QuantityError) in
            MarginAmounts(
                initial: try initial.adding(other.initial), maintenance: try maintenance.adding(other.maintenance),
                liquidationEnd: try liquidationEnd.adding(other.liquidationEnd))
        }
    }

    func minus(_ other: MarginAmounts, _ quantity: @autoclosure () -> String) throws(MarginError) -> MarginAmounts {
        try computing(quantity()) { () throws(QuantityError) in
            MarginAmounts(
                initial: try initial.subtracting(other.initial), maintenance: try maintenance.subtracting(other.maintenance),
                liquidationEnd: try liquidationEnd.subtracting(other.liquidationEnd))
        }
    }

    /// What shares leave of amounts; rounded down.
    func less(_ shares: MarginAmounts) throws(MarginError) -> MarginAmounts {
        try computing("adjusted value") { () throws(QuantityError) in
            let maintenance = try maintenance.less(shares.maintenance)
            // Two kinds with the same value and share have the same rest: one product is enough.
            let isLast = liquidationEnd == self.maintenance && shares.liquidationEnd == shares.maintenance
            let isFirst = initial == self.maintenance && shares.initial == shares.maintenance
            return MarginAmounts(
                initial: isFirst ? maintenance : try initial.less(shares.initial), maintenance: maintenance,
                liquidationEnd: isLast ? maintenance : try liquidationEnd.less(shares.liquidationEnd))
        }
    }
}

extension FixedPoint {
    /// What a share leaves; rounded down.
    fileprivate func less(_ share: FixedPoint) throws(QuantityError) -> FixedPoint {
        share.isZero ? self : try multiplied(by: try FixedPoint.one.subtracting(share), rounding: .floor)
    }
}
