public import ChainIdentity
public import Quantities

/// How far prices can fall together before an account is in a worse state.
public enum JointThreshold: Hashable, Sendable {
    /// At this share of their present prices the account is in the state, above it it is not.
    case below(factor: FixedPoint)
    /// No common fall brings it there.
    case never
    /// It is there as things are.
    case already
    /// A debt or position cannot be valued, so nothing is known.
    case unknown
}

extension MarginCase {
    /// Common falls that are looked at one by one: in between, a fall that is over again before the next is not seen.
    static let jointSteps: Int64 = 64

    /// The first common fall of these prices at which the account is in `state` or a worse one, exact to the last decimal of the factor.
    ///
    /// - Parameter assets: what falls; assets without a price are passed over.
    /// - Throws: as `MarginReport.make`.
    public func jointThreshold(of assets: some Sequence<AssetID>, _ state: MarginState) throws(MarginError) -> JointThreshold {
        let falling = Set(assets).filter { prices[$0] != nil }
        guard let now = try isIn(state, falling, .one) else { return .unknown }
        if now { return .already }
        var above = FixedPoint.one
        for step in (0..<Self.jointSteps).reversed() {
            // Exact: 10^18 is a multiple of 64.
            let factor = FixedPoint(raw: FixedPoint.one.raw / Int128(Self.jointSteps) * Int128(step))
            guard let isIn = try isIn(state, falling, factor) else { return .unknown }
            if isIn { return .below(factor: try search(state, falling, low: factor, high: above)) }
            above = factor
        }
        return .never
    }

    private func search(
        _ state: MarginState, _ falling: Set<AssetID>, low: FixedPoint, high: FixedPoint
    ) throws(MarginError) -> FixedPoint {
        var (low, high) = (low.raw, high.raw)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            // Known at both ends, so known between them.
            if try isIn(state, falling, FixedPoint(raw: middle)) ?? true { low = middle } else { high = middle }
        }
        return FixedPoint(raw: low)
    }

    /// nil when a debt or position cannot be valued.
    private func isIn(_ state: MarginState, _ falling: Set<AssetID>, _ factor: FixedPoint) throws(MarginError) -> Bool? {
        var book = prices
        if factor != .one {
            for asset in falling { try book.suppose(factor: factor, of: asset, parameters) }
        }
        return try report(of: lines, at: book).totals.map { $0.state >= state }
    }
}
