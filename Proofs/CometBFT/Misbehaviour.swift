import Encoding

/// Proof that a chain's validators broke its rules: two headers, each proven from one trusted state, that cannot both be.
///
/// Made only by `verify(_:_:from:_:now:)`.
public struct Misbehaviour: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Two headers of one height: the chain forked.
        case conflictingHeaders
        /// The later header has the earlier time, or the same.
        case timeNotMonotonic
    }

    public let kind: Kind
    /// The block of the lower height; of one height, that with the lower hash.
    public let first: LightBlock
    public let second: LightBlock
    /// Who voted for both: at one height and round that alone is proof against them. In the order of the first block's set.
    public let signersOfBoth: [ValidatorAddress]

    /// Verifies both blocks from the same state, and that they contradict each other. Their order does not matter.
    ///
    /// - Throws: what either block is rejected for; `CometBFTError.notEnoughTrust`; `.notConflicting` when both can be.
    public static func verify(
        _ one: LightBlock, _ other: LightBlock, from trusted: TrustedState, _ options: TrustOptions, now: BlockTime
    ) throws(CometBFTError) -> Misbehaviour {
        let oneHash = try hash(of: one, from: trusted, options, now)
        let otherHash = try hash(of: other, from: trusted, options, now)
        let isInOrder = (one.header.height, oneHash) < (other.header.height, otherHash)
        let (first, second) = isInOrder ? (one, other) : (other, one)
        guard let kind = kind(first.header, second.header, isSame: oneHash == otherHash) else {
            throw .notConflicting(heights: [first.header.height, second.header.height])
        }
        return Misbehaviour(kind: kind, first: first, second: second, signersOfBoth: signers(of: first, and: second))
    }

    private init(kind: Kind, first: LightBlock, second: LightBlock, signersOfBoth: [ValidatorAddress]) {
        self.kind = kind
        self.first = first
        self.second = second
        self.signersOfBoth = signersOfBoth
    }

    private static func hash(
        of block: LightBlock, from trusted: TrustedState, _ options: TrustOptions, _ now: BlockTime
    ) throws(CometBFTError) -> Digest {
        switch trusted.verify(block, options, now: now) {
        case .accepted: return block.header.hash
        case .notEnoughTrust(let shortfall): throw .notEnoughTrust(shortfall)
        case .rejected(let error): throw error
        }
    }

    private static func kind(_ first: LightHeader, _ second: LightHeader, isSame: Bool) -> Kind? {
        if first.height == second.height { return isSame ? nil : .conflictingHeaders }
        return second.time <= first.time ? .timeNotMonotonic : nil
    }

    private static func signers(of first: LightBlock, and second: LightBlock) -> [ValidatorAddress] {
        let signers = Set(second.signersForBlock)
        return first.signersForBlock.filter { signers.contains($0) }
    }
}

extension LightBlock {
    fileprivate var signersForBlock: [ValidatorAddress] {
        signedHeader.commit.signatures.compactMap { signature in
            guard case .forBlock(let vote) = signature else { return nil }
            return vote.validator
        }
    }
}
