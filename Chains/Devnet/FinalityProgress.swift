/// How many blocks behind the head the tags `safe` and `finalized` stand.
public struct FinalityLag: Hashable, Sendable {
    public var safe: UInt64
    public var finalized: UInt64

    public init(safe: UInt64, finalized: UInt64) {
        self.safe = safe
        self.finalized = finalized
    }

    /// 2 and 4 blocks: long enough to see a block that is not final yet.
    public static let standard = FinalityLag(safe: 2, finalized: 4)
}

/// How far the tags have come. They never go back on their own: only a reorganisation below them takes them along.
struct FinalityProgress: Sendable {
    var lag: FinalityLag
    private(set) var safe: UInt64 = 0
    private(set) var finalized: UInt64 = 0

    init(lag: FinalityLag) { self.lag = lag }

    mutating func advance(head: UInt64) {
        safe = max(safe, head.saturatingSubtraction(lag.safe))
        finalized = max(finalized, head.saturatingSubtraction(lag.finalized))
    }

    mutating func retreat(head: UInt64) {
        safe = min(safe, head)
        finalized = min(finalized, head)
    }
}

extension UInt64 {
    /// The difference, or zero when `other` is larger.
    func saturatingSubtraction(_ other: UInt64) -> UInt64 {
        self > other ? self - other : 0
    }
}
