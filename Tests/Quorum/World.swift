import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures

/// One stream with seven keys of all three schemes, its sets, and a message to certify.
struct World {
    static let network = NetworkName("test-net")!
    /// Made once; keys 0...6, of the three schemes in turn.
    static let keys: [PrivateKey] = try! (0..<7).map {
        try PrivateKey(scheme: SignatureScheme.allCases[$0 % 3], rawSecret: Bytes(repeating: UInt8($0 + 1), count: 32))
    }

    let description: StreamDescription
    let genesis: AttesterSet
    let message: StateMessage

    /// - Parameters:
    ///   - weights: of the first keys, one each.
    ///   - threshold: nil for the least that is allowed.
    init(weights: [UInt32] = [1, 1, 1, 1, 1], threshold: UInt64? = nil, vault: String = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed") throws {
        description = try StreamDescription(
            network: Self.network, vault: AccountID(parsing: vault), finality: .finalized, firstHeight: 1, mapping: [1])
        genesis = try Self.set(description.id, 0, 1, weights: Dictionary(uniqueKeysWithValues: weights.enumerated().map { ($0, $1) }), threshold)
        message = try Self.message(description.id, sequence: 1, set: 0)
    }

    var stream: StreamID { description.id }
    var header: StateMessageHeader { message.header }
    var history: AttesterSetHistory { get throws { try AttesterSetHistory(genesis: genesis) } }

    /// - Parameter weights: by number of key.
    static func set(
        _ stream: StreamID, _ number: UInt32, _ first: UInt64, weights: [Int: UInt32], _ threshold: UInt64? = nil
    ) throws -> AttesterSet {
        let total = weights.values.reduce(UInt64(0)) { $0 + UInt64($1) }
        return try AttesterSet(
            stream: stream, number: number, firstSequence: SequenceNumber(first), threshold: threshold ?? total / 2 + 1,
            attesters: weights.map { try Attester(key: keys[$0.key].publicKey, weight: $0.value) })
    }

    static func message(_ stream: StreamID, sequence: UInt64, set: UInt32, quantity: Int256 = 1) throws -> StateMessage {
        let state = try AccountState([Holding(kind: .collateral, asset: AssetID(parsing: "eip155:1/slip44:60"), quantity: quantity)])
        let changes = try [UInt8(1), 2].map { try AccountChange(account: AccountKey(Bytes(repeating: $0, count: 20)), state: state) }
            .sorted { $0.path < $1.path }
        let header = try StateMessageHeader(
            stream: stream, sequence: SequenceNumber(sequence), previous: sequence == 1 ? .zero : SHA256.hash([1]),
            block: BlockReference(height: 5, hash: SHA256.hash([5])), blockTime: Timestamp(milliseconds: 5_000), finality: .finalized,
            attesterSet: set, accountCount: 2, stateRoot: SHA256.hash([2]), changesRoot: StateMessage.changesRoot(of: changes))
        return try StateMessage(header: header, changes: changes)
    }

    static func attestation(
        _ signer: Int, of header: StateMessageHeader, evidence: EvidenceClass = .quorumRead, at time: UInt64 = 7
    ) throws -> Attestation {
        let record = try AttestationRecord(
            message: header.digest, evidence: Evidence(evidence, agreeingSources: 2, distinctOperators: 2), observedAt: Timestamp(milliseconds: time))
        return Attestation(record: record, signer: keys[signer].publicKey.id, signature: try keys[signer].sign(record.signingDigest))
    }

    func attestation(_ signer: Int, evidence: EvidenceClass = .quorumRead, at time: UInt64 = 7) throws -> Attestation {
        try Self.attestation(signer, of: header, evidence: evidence, at: time)
    }

    /// By these signers, ascending by key id as a certificate has them.
    func attestations(_ signers: [Int]) throws -> [Attestation] {
        try signers.map { try attestation($0) }.sorted { $0.signer < $1.signer }
    }

    /// A step to a set with these weights, signed by these keys.
    static func change(
        from current: AttesterSet, first: UInt64, weights: [Int: UInt32], threshold: UInt64? = nil, signers: [Int], number: UInt32? = nil
    ) throws -> AttesterSetChange {
        let next = try set(current.stream, number ?? current.number + 1, first, weights: weights, threshold)
        let digest = AttesterSetChange.signingDigest(current: current.digest, next: next)
        return try AttesterSetChange(
            current: current.digest, next: next,
            signatures: signers.map { KeyedSignature(signer: keys[$0].publicKey.id, signature: try keys[$0].sign(digest)) })
    }
}

extension PrivateKey {
    var id: KeyID { publicKey.id }
}
