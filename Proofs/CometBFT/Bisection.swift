/// Verifies a distant height by skipping as far as the trusted validators' votes allow, and halving the way where they do not.
///
/// A step machine without I/O: `advance` is given the blocks there are, and says which height it needs next.
public struct Bisection: Sendable {
    /// What is proven so far.
    public private(set) var trusted: TrustedState
    public let target: UInt64
    public let options: TrustOptions
    /// How many blocks may be looked at; an attacker's blocks cannot make it work for ever.
    public let maximumBlocks: Int
    /// The heights that were accepted, ascending: the way from the first state to `trusted`.
    public private(set) var path: [UInt64] = []
    private var candidate: UInt64
    private var blocksSeen = 0

    public enum Step: Equatable, Sendable {
        /// The target is proven.
        case accepted(TrustedState)
        /// The block of this height has to be among the blocks.
        case needsBlock(height: UInt64)
        /// The block of this height does not hold. Another one for the same height may: `advance` can be called again.
        case rejected(height: UInt64, CometBFTError)
    }

    /// - Throws: `CometBFTError.heightNotAbove` unless the target is above the trusted height.
    public init(from trusted: TrustedState, to target: UInt64, _ options: TrustOptions, maximumBlocks: Int) throws(CometBFTError) {
        guard target > trusted.height else { throw .heightNotAbove(trusted: trusted.height, got: target) }
        self.trusted = trusted
        self.target = target
        self.options = options
        self.maximumBlocks = maximumBlocks
        candidate = target
    }

    /// Goes on until a block is missing or the matter is decided.
    ///
    /// - Parameters:
    ///   - blocks: by height, with the set of the next height in each but the target's.
    ///   - now: the verifier's clock.
    public mutating func advance(with blocks: [UInt64: LightBlock], now: BlockTime) -> Step {
        while trusted.height < target {
            guard let block = blocks[candidate] else { return .needsBlock(height: candidate) }
            guard block.header.height == candidate else {
                return .rejected(height: candidate, .differentHeight(expected: candidate, got: block.header.height))
            }
            guard blocksSeen < maximumBlocks else { return .rejected(height: candidate, .tooManyBlocks(maximum: maximumBlocks)) }
            blocksSeen += 1
            switch trusted.verify(block, options, now: now) {
            case .accepted(let state):
                trusted = state
                path.append(candidate)
                candidate = target
            // The next height never lacks trust, so the middle lies above the trusted height.
            case .notEnoughTrust: candidate = trusted.height + (candidate - trusted.height) / 2
            case .rejected(let error): return .rejected(height: candidate, error)
            }
        }
        return .accepted(trusted)
    }
}
