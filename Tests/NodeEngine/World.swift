import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures
import StateTree
import UnifiedView

@testable import NodeEngine

/// Two chains with a vault each, and three attesters of whom two make a quorum.
struct World {
    static let network = NetworkName("engine-net")!
    /// 0...2 attest both streams; 3 is nobody.
    static let keys: [PrivateKey] = try! (0..<4).map {
        try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: UInt8($0 + 1), count: 32))
    }

    let descriptions: [StreamDescription]
    let genesis: [AttesterSet]

    init() throws {
        descriptions = try ["eip155:1", "eip155:10"].map {
            try StreamDescription(
                network: Self.network, vault: AccountID(parsing: "\($0):0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), finality: .finalized,
                firstHeight: 1, mapping: [1])
        }
        genesis = try descriptions.map { try Self.set($0.id, 0, 1, [0, 1, 2]) }
    }

    var stream: StreamID { descriptions[0].id }
    var other: StreamID { descriptions[1].id }

    static func set(_ stream: StreamID, _ number: UInt32, _ first: UInt64, _ members: [Int], threshold: UInt64 = 2) throws -> AttesterSet {
        try AttesterSet(
            stream: stream, number: number, firstSequence: SequenceNumber(first), threshold: threshold,
            attesters: members.map { try Attester(key: keys[$0].publicKey, weight: 1) })
    }

    static func change(from current: AttesterSet, first: UInt64, members: [Int], signers: [Int]) throws -> AttesterSetChange {
        let next = try set(current.stream, current.number + 1, first, members)
        let digest = AttesterSetChange.signingDigest(current: current.digest, next: next)
        return try AttesterSetChange(
            current: current.digest, next: next,
            signatures: signers.map { KeyedSignature(signer: keys[$0].publicKey.id, signature: try keys[$0].sign(digest)) })
    }

    // MARK: What a chain shows

    static func block(_ height: UInt64, salt: UInt8 = 0) -> BlockReference {
        BlockReference(height: height, hash: SHA256.hash([salt] + withUnsafeBytes(of: height.bigEndian) { Bytes($0) }))
    }

    static func position(_ height: UInt64) -> ChainPosition {
        ChainPosition(block: block(height), time: Timestamp(milliseconds: height * 1_000))
    }

    static let asset = try! AssetID(parsing: "eip155:1/slip44:60")

    static func account(_ number: Int) throws -> AccountKey {
        try AccountKey(Bytes(SHA256.hash(Bytes("account \(number)".utf8)).bytes.prefix(20)))
    }

    static func effect(_ number: Int, _ amount: Int64, kind: HoldingKind = .collateral) throws -> HoldingEffect {
        try HoldingEffect(account: account(number), key: HoldingKey(kind: kind, asset: asset), change: .add(Int256(amount)))
    }

    /// A block in which accounts gain these amounts of collateral.
    static func observation(
        _ height: UInt64, _ gains: [Int: Int64], salt: UInt8 = 0, evidence: EvidenceClass = .quorumRead, extra: [HoldingEffect] = []
    ) throws -> Observation {
        try Observation(
            block: block(height, salt: salt), blockTime: Timestamp(milliseconds: height * 1_000), finality: .finalized,
            evidence: Evidence(evidence, agreeingSources: 2, distinctOperators: 2),
            effects: gains.sorted { $0.key < $1.key }.map { try effect($0.key, $0.value) } + extra)
    }

    // MARK: What attesters say

    static func attestation(
        _ signer: Int, of header: StateMessageHeader, evidence: EvidenceClass = .quorumRead, at time: UInt64 = 5
    ) throws -> Attestation {
        let record = try AttestationRecord(
            message: header.digest, evidence: Evidence(evidence, agreeingSources: 2, distinctOperators: 2), observedAt: Timestamp(milliseconds: time))
        return Attestation(record: record, signer: keys[signer].publicKey.id, signature: try keys[signer].sign(record.signingDigest))
    }

    static func bundle(_ message: StateMessage, by signers: [Int] = [1, 2]) throws -> MessageBundle {
        MessageBundle(message: message, attestations: try signers.map { try attestation($0, of: message.header) }.sorted { $0.signer < $1.signer })
    }

    static func heartbeat(_ signer: Int, _ stream: StreamID, last: Digest, height: UInt64) throws -> Heartbeat {
        let record = HeartbeatRecord(
            stream: stream, last: last, block: block(height), blockTime: Timestamp(milliseconds: height * 1_000))
        return Heartbeat(record: record, signer: keys[signer].publicKey.id, signature: try keys[signer].sign(record.signingDigest))
    }

    /// The messages that honest attesters make of these blocks, in order.
    func messages(_ observations: [Observation], maximumChanges: Int = StateMessage.maximumChanges, chain: Int = 0) throws -> [StateMessage] {
        let commit = Commit(description: descriptions[chain], sets: try AttesterSetHistory(genesis: genesis[chain]), maximumChanges: maximumChanges)
        var head = StreamHead.start
        var made: [StateMessage] = []
        for observation in observations {
            for (message, next) in try commit.messages(for: observation, on: head) {
                made.append(message)
                head = next
            }
        }
        return made
    }

    /// A message for the place of another that says something else.
    static func rival(of message: StateMessage, salt: UInt8 = 9) throws -> StateMessage {
        let header = message.header
        return try StateMessage(
            header: StateMessageHeader(
                stream: header.stream, sequence: header.sequence, previous: header.previous, block: block(header.block.height, salt: salt),
                blockTime: header.blockTime, finality: header.finality, attesterSet: header.attesterSet, accountCount: header.accountCount,
                stateRoot: header.stateRoot, changesRoot: header.changesRoot),
            changes: message.changes)
    }
}
