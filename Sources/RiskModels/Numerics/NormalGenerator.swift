/// Standard normal numbers from a seed: the same sequence on every machine, for ever.
///
/// Number `i` (from 1) is the normal quantile of a uniform number: the high 52 bits of SplitMix64's output `i`, plus one half, over
/// 2^52. Source: Steele, Lea, Flood, Fast splittable pseudorandom number generators (2014).
public struct NormalGenerator: Hashable, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> Double {
        let q = nextCentred()
        if q.magnitude <= 0.425 { return ElementaryFunctions.centralQuantile(q) }
        let tail = ElementaryFunctions.tailQuantile(0.5 - q.magnitude)
        return q < 0 ? -tail : tail
    }

    /// The next `count` numbers.
    ///
    /// - Throws: `count` below 0 or above 16,777,216.
    public mutating func next(_ count: Int) throws(RiskModelError) -> [Double] {
        try Require.count(count, "normal numbers", atLeast: 0)
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialised in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
            initialised = count
        }
    }

    /// A uniform number less one half, never on the ends; exact.
    @inline(__always)
    private mutating func nextCentred() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed &>> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed &>> 27) &* 0x94d0_49bb_1331_11eb
        mixed ^= mixed &>> 31
        let oneToTwo = Double(bitPattern: 0x3ff0_0000_0000_0000 | mixed &>> 12)
        return (oneToTwo - 1.5) + 0x1p-53
    }

    /// Fills memory with the next numbers, the same ones that `next` gives.
    ///
    /// Passes over a small block: uniform numbers, the quantile of the middle for all (straight-line code), a list of the few in the
    /// tails, and those again. Faster than deciding number by number, because nothing is mispredicted.
    @inline(__always)
    mutating func fill(_ numbers: UnsafeMutableBufferPointer<Double>) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { uniform in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.block) { tails in
                var start = 0
                while start < numbers.count {
                    let count = min(Self.block, numbers.count - start)
                    fillBlock(UnsafeMutableBufferPointer(rebasing: numbers[start..<start + count]), uniform, tails)
                    start += count
                }
            }
        }
    }

    @inline(__always)
    private mutating func fillBlock(
        _ numbers: UnsafeMutableBufferPointer<Double>, _ uniform: UnsafeMutableBufferPointer<Double>, _ tails: UnsafeMutableBufferPointer<Int>
    ) {
        for i in numbers.indices { uniform[i] = nextCentred() }
        for i in numbers.indices { numbers[i] = ElementaryFunctions.centralQuantile(uniform[i]) }
        var tailCount = 0
        for i in numbers.indices {
            tails[tailCount] = i
            tailCount &+= uniform[i].magnitude > 0.425 ? 1 : 0
        }
        for k in 0..<tailCount {
            let q = uniform[tails[k]]
            let tail = ElementaryFunctions.tailQuantile(0.5 - q.magnitude)
            numbers[tails[k]] = q < 0 ? -tail : tail
        }
    }

    private static let block = 1_024
}
