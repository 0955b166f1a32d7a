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
    /// Passes over a small block: uniform numbers, the quantile of the middle for all, a list of the few in the tails, and those again.
    /// Each pass is straight-line code, so that it is done in vectors; nothing is decided number by number and mispredicted.
    @inline(__always)
    mutating func fill(_ numbers: UnsafeMutableBufferPointer<Double>) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * Self.block) { room in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.block) { places in
                let uniform = UnsafeMutableBufferPointer(rebasing: room[0..<Self.block])
                let tails = UnsafeMutableBufferPointer(rebasing: room[Self.block..<2 * Self.block])
                var start = 0
                while start < numbers.count {
                    let count = min(Self.block, numbers.count - start)
                    let block = UnsafeMutableBufferPointer(rebasing: numbers[start..<start + count])
                    for i in 0..<count { uniform[i] = nextCentred() }
                    for i in 0..<count { block[i] = ElementaryFunctions.centralQuantile(uniform[i]) }
                    Self.fillTails(block, uniform, places, tails)
                    start += count
                }
            }
        }
    }

    /// Puts right what the middle's quantile is not good for.
    @inline(__always)
    private static func fillTails(
        _ numbers: UnsafeMutableBufferPointer<Double>, _ uniform: UnsafeMutableBufferPointer<Double>, _ places: UnsafeMutableBufferPointer<Int>,
        _ tails: UnsafeMutableBufferPointer<Double>
    ) {
        var count = 0
        for i in numbers.indices {
            places[count] = i
            tails[count] = 0.5 - uniform[i].magnitude
            // One where the magnitude is larger: the difference's sign, because a comparison becomes a branch that is guessed wrong.
            count &+= Int(truncatingIfNeeded: (0.425 - uniform[i].magnitude).bitPattern &>> 63)
        }
        // Their probabilities are from 2^-53 to 0.075: normal numbers.
        for k in 0..<count { tails[k] = (-ElementaryFunctions.logOfNormal(tails[k])).squareRoot() }
        for k in 0..<count {
            let place = places[k]
            let tail = ElementaryFunctions.nearTail(tails[k] - 1.6)
            numbers[place] = uniform[place] < 0 ? -tail : tail
        }
        // One in 10^11.
        for k in 0..<count where tails[k] > ElementaryFunctions.largestNearRoot {
            let tail = ElementaryFunctions.quantile(ofRoot: tails[k])
            numbers[places[k]] = uniform[places[k]] < 0 ? -tail : tail
        }
    }

    private static let block = 1_024
}
