public import Quantities

/// The share of an obligation's value that must be there besides the obligation itself, for each kind of margin.
///
/// 0 < maintenance <= initial <= 10. Maintenance is never zero, so an account without requirement is an account without obligations.
public struct RequirementRates: Hashable, Sendable {
    public static let maximum: FixedPoint = 10

    public let initial: FixedPoint
    public let maintenance: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(initial: FixedPoint, maintenance: FixedPoint) throws(MarginError) {
        guard maintenance > .zero, maintenance <= initial, initial <= Self.maximum else {
            throw .outOfRange(
                field: "requirement rates", expected: "0 < maintenance <= initial <= \(Self.maximum)",
                got: "maintenance \(maintenance), initial \(initial)")
        }
        self.initial = initial
        self.maintenance = maintenance
    }

    /// The rate of a kind; a liquidation ends at the initial one.
    public subscript(kind: MarginKind) -> FixedPoint {
        switch kind {
        case .initial, .liquidationEnd: initial
        case .maintenance: maintenance
        }
    }

    /// The requirement on an obligation of these values, in quote units, rounded up.
    func requirement(on value: MarginAmounts) throws(MarginError) -> MarginAmounts {
        try MarginAmounts { (kind) throws(MarginError) in
            try computing("the requirement on \(value[kind])") { () throws(QuantityError) in
                try value[kind].multiplied(by: self[kind], rounding: .ceiling)
            }
        }
    }
}

extension FixedPoint {
    /// Throws unless this is a share: 0 to 1.
    func verifyShare(_ field: @autoclosure () -> String) throws(MarginError) {
        guard (.zero ... .one).contains(self) else {
            throw .outOfRange(field: field(), expected: "a share from 0 to 1", got: "\(self)")
        }
    }
}
