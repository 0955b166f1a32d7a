public import Quantities

/// Between which margin ratios an account is called or may only reduce.
public struct StateRules: Hashable, Sendable {
    public static let largest: FixedPoint = 100

    /// Below this margin ratio the owner is called.
    public let call: FixedPoint
    /// Below this margin ratio, or with a shortfall of initial margin, the account may only reduce what it owes.
    public let reduceOnly: FixedPoint

    /// Nobody is called before the account may only reduce.
    static let plain = StateRules(reduceOnly: .one)

    private init(reduceOnly: FixedPoint) {
        (call, self.reduceOnly) = (reduceOnly, reduceOnly)
    }

    /// - Throws: `MarginError.outOfRange` unless 1 <= reduceOnly <= call.
    public init(call: FixedPoint, reduceOnly: FixedPoint) throws(MarginError) {
        guard .one <= reduceOnly, reduceOnly <= call, call <= Self.largest else {
            throw .outOfRange(
                field: "states", expected: "1 <= reduceOnly <= call <= \(Self.largest)", got: "reduceOnly \(reduceOnly), call \(call)")
        }
        self.call = call
        self.reduceOnly = reduceOnly
    }
}
