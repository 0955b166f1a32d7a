public import Quantities

/// When a quote votes, and when an aggregated price is in doubt.
public struct PriceBookRule: Hashable, Sendable {
    /// A quote seen so long before the median quote of its asset does not vote, in milliseconds.
    public let maximumLag: UInt64
    /// A price further from its stable price than this share of it deviates: the deviation guard.
    public let deviation: FixedPoint
    /// A price further from its stable price than this share of it is broken: the circuit breaker.
    public let breaker: FixedPoint
    /// A price whose confidence is more than this share of it is unsure.
    public let unsureness: FixedPoint

    /// - Throws: `MarginError.outOfRange` for a share of zero or less, or a breaker below the deviation.
    public init(maximumLag: UInt64, deviation: FixedPoint, breaker: FixedPoint, unsureness: FixedPoint) throws(MarginError) {
        for (share, name) in [(deviation, "deviation"), (breaker, "breaker"), (unsureness, "unsureness")] where share <= .zero {
            throw .outOfRange(field: name, expected: "more than zero", got: "\(share)")
        }
        guard deviation <= breaker else { throw .outOfRange(field: "breaker", expected: "at least the deviation, \(deviation)", got: "\(breaker)") }
        (self.maximumLag, self.deviation, self.breaker, self.unsureness) = (maximumLag, deviation, breaker, unsureness)
    }

    private init() {
        (maximumLag, deviation) = (300_000, FixedPoint(raw: 100_000_000_000_000_000))
        (breaker, unsureness) = (FixedPoint(raw: 250_000_000_000_000_000), FixedPoint(raw: 50_000_000_000_000_000))
    }

    /// Five minutes; 10 %, 25 %, 5 %.
    public static let standard = PriceBookRule()
}

/// Why an aggregated price should not be leaned on. Nothing is switched off for it: whoever values something prices the doubt.
public enum PriceDoubt: Hashable, Sendable {
    /// The confidence is so large a share of the price: the sources disagree, or say themselves that they do not know.
    case unsure(share: FixedPoint, maximum: FixedPoint)
    /// The price is so large a share of the stable price away from it.
    case deviates(share: FixedPoint, maximum: FixedPoint)
    /// As `deviates`, so far that the circuit breaker is open.
    case broken(share: FixedPoint, maximum: FixedPoint)

    public var isBroken: Bool {
        if case .broken = self { true } else { false }
    }

    /// What is wrong most; nil for nothing.
    init?(_ price: AssetPrice, rule: PriceBookRule) {
        let away = Self.share(FixedPoint(raw: max(price.price, price.stablePrice).raw - min(price.price, price.stablePrice).raw), of: price.stablePrice)
        let doubt = Self.share(price.confidence, of: price.price)
        if away > rule.breaker {
            self = .broken(share: away, maximum: rule.breaker)
        } else if away > rule.deviation {
            self = .deviates(share: away, maximum: rule.deviation)
        } else if doubt > rule.unsureness {
            self = .unsure(share: doubt, maximum: rule.unsureness)
        } else {
            return nil
        }
    }

    /// Rounded up; one too large for the number type is the largest there is, so that no price can stop the book.
    private static func share(_ amount: FixedPoint, of whole: FixedPoint) -> FixedPoint {
        (try? amount.divided(by: whole, rounding: .ceiling)) ?? .max
    }
}

extension PriceDoubt: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unsure(let share, let maximum): "the confidence is \(share) of the price, more than \(maximum)"
        case .deviates(let share, let maximum): "the price is \(share) of the stable price away from it, more than \(maximum)"
        case .broken(let share, let maximum): "the price is \(share) of the stable price away from it, more than \(maximum): the circuit breaker is open"
        }
    }
}
