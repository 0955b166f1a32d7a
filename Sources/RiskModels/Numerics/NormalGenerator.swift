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
    /// Three passes over a small block: uniform numbers, the quantile of the middle for all (straight-line code), then the
    /// few in the tails again. Faster than deciding number by number, because nothing is mispredicted.
    @inline(__always)
    mutating func fill(_ numbers: UnsafeMutableBufferPointer<Double>) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { uniform in
            var start = 0
            while start < numbers.count {
                let count = min(Self.block, numbers.count - start)
                for i in 0..<count { uniform[i] = nextCentred() }
                for i in 0..<count { numbers[start + i] = ElementaryFunctions.centralQuantile(uniform[i]) }
                for i in 0..<count where uniform[i].magnitude > 0.425 {
                    let tail = ElementaryFunctions.tailQuantile(0.5 - uniform[i].magnitude)
                    numbers[start + i] = uniform[i] < 0 ? -tail : tail
                }
                start += count
            }
        }
    }

    private static let block = 1_024
}
