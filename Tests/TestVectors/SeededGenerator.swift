import Foundation

/// Random numbers that can be had again: the seed is printed once a run, and `PLIMSOLL_SEED` sets it.
///
/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and good enough to choose test cases.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The seed of this run.
    public static let runSeed: UInt64 = {
        let named = ProcessInfo.processInfo.environment["PLIMSOLL_SEED"].flatMap { UInt64($0) }
        let seed = named ?? UInt64.random(in: 0 ... .max)
        print("random cases of this run can be repeated with PLIMSOLL_SEED=\(seed)")
        return seed
    }()

    /// - Parameter seed: the seed of the run unless a test needs its own.
    public init(seed: UInt64 = SeededGenerator.runSeed) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// `count` random bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }
}
