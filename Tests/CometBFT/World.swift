@testable import CometBFT
import Encoding
import Signatures

/// A validator whose key the tests hold.
struct Member: Hashable {
    let index: Int
    let power: UInt64
    let scheme: SignatureScheme

    init(_ index: Int, power: UInt64 = 10, _ scheme: SignatureScheme = .ed25519) {
        self.index = index
        self.power = power
        self.scheme = scheme
    }

    /// The same for the same index, in every run.
    func key() throws -> PrivateKey {
        try PrivateKey(scheme: scheme, rawSecret: SHA256.hash(Bytes("plimsoll test validator \(index)".utf8)).bytes)
    }

    func validator() throws -> Validator {
        try Validator(publicKey: try key().publicKey, power: power)
    }
}

/// Makes the headers, votes and sets of a chain.
enum World {
    static let chainID = "test-1"
    static let start: Int64 = 1_700_000_000

    /// The time of a height: ten seconds a block, and nanoseconds that tell heights apart.
    static func time(_ height: UInt64) throws -> BlockTime {
        try BlockTime(secondsSince1970: start + 10 * Int64(height), nanoseconds: UInt32(height % 1_000) * 1_000_003)
    }

    static func options(threshold: TrustThreshold = .oneThird) throws -> TrustOptions {
        try TrustOptions(threshold: threshold, trustingPeriod: .seconds(1_000), clockDrift: .seconds(5))
    }

    static func set(_ members: [Member]) throws -> ValidatorSet {
        try ValidatorSet(members.map { try $0.validator() })
    }

    static func digest(_ name: String) -> Digest { SHA256.hash(Bytes(name.utf8)) }

    static func header(
        height: UInt64, validators: Digest = .zero, next: Digest = .zero, time: BlockTime? = nil, chainID: String = World.chainID,
        dataHash: Digest? = nil, appHash: Bytes? = nil
    ) throws -> LightHeader {
        try LightHeader(
            version: LightHeader.Version(block: 11, app: 1), chainID: chainID, height: height, time: try time ?? World.time(height),
            lastBlockID: BlockID(hash: digest("block before \(height)"), parts: BlockID.PartSetHeader(total: 1, hash: digest("parts"))),
            lastCommitHash: digest("commit before \(height)"), dataHash: dataHash, validatorsHash: validators, nextValidatorsHash: next,
            consensusHash: digest("parameters"), appHash: appHash ?? digest("state \(height)").bytes, lastResultsHash: nil, evidenceHash: nil,
            proposerAddress: try ValidatorAddress(Bytes(repeating: 7, count: 20)))
    }

    enum Vote { case block, nothing, absent }

    /// A commit for `header` by `members`, in the order of their set.
    static func commit(
        _ header: LightHeader, _ members: [Member], round: UInt32 = 0, signedChainID: String? = nil,
        vote: (Member) -> Vote = { _ in .block }, signer: (Member) -> Member = { $0 }
    ) throws -> Commit {
        let id = BlockID(hash: header.hash, parts: BlockID.PartSetHeader(total: 1, hash: digest("parts of \(header.height)")))
        let unsigned = try Commit(height: header.height, round: round, blockID: id, signatures: [])
        var signBytes = VoteSignBytes(unsigned, chainID: signedChainID ?? header.chainID)
        let byAddress = Dictionary(uniqueKeysWithValues: try members.map { (try $0.validator().address, $0) })
        let places = try set(members).validators.compactMap { byAddress[$0.address] }
        let signatures = try places.enumerated().map { index, member in
            let time = try BlockTime(secondsSince1970: header.time.seconds + 1, nanoseconds: UInt32(index) * 1_001)
            switch vote(member) {
            case .absent: return CommitSignature.absent(time: .zero)
            case .block: return .forBlock(try sign(time, true, member, signer(member), &signBytes))
            case .nothing: return .forNil(try sign(time, false, member, signer(member), &signBytes))
            }
        }
        return try Commit(height: header.height, round: round, blockID: id, signatures: signatures)
    }

    private static func sign(
        _ time: BlockTime, _ isForBlock: Bool, _ member: Member, _ signer: Member, _ signBytes: inout VoteSignBytes
    ) throws -> CommitSignature.Vote {
        let signature = try signer.key().sign(message: signBytes(time, isForBlock: isForBlock))
        return CommitSignature.Vote(validator: try member.validator().address, time: time, signature: signature)
    }

    /// A block of `height` that all of `members` signed, announcing `next`.
    static func block(
        height: UInt64, _ members: [Member], next: [Member], time: BlockTime? = nil, chainID: String = World.chainID, appHash: Bytes? = nil,
        round: UInt32 = 0, signedChainID: String? = nil, vote: (Member) -> Vote = { _ in .block }, signer: (Member) -> Member = { $0 }
    ) throws -> LightBlock {
        let (validators, nextValidators) = (try set(members), try set(next))
        let header = try header(
            height: height, validators: validators.hash, next: nextValidators.hash, time: time, chainID: chainID, appHash: appHash)
        let commit = try commit(header, members, round: round, signedChainID: signedChainID, vote: vote, signer: signer)
        return LightBlock(
            signedHeader: SignedHeader(header: header, commit: commit), validators: validators, nextValidators: nextValidators)
    }

    /// Trust in a header of `height` that announces `next`.
    static func trusted(height: UInt64 = 1, next: [Member]) throws -> TrustedState {
        let set = try set(next)
        return try TrustedState(pinning: try header(height: height, next: set.hash), nextValidators: set)
    }
}
