import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
import Quantities
import Quorum
import Signatures
import StateTree
import TestVectors

/// One vault with a few accounts, its attesters, and whatever proof files honest and dishonest people can make of them.
///
/// Everything follows from a fixed seed; Ed25519 signatures too, so the same proof is the same bytes.
struct World {
    static let network = NetworkName("proof-net")!
    static let vault = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    /// 0...2 attest at first; 3 joins later; 4 is nobody; 5 signs ECDSA over secp256k1.
    static let keys: [PrivateKey] = try! (0..<6).map {
        try PrivateKey(scheme: $0 == 5 ? .secp256k1 : .ed25519, rawSecret: Bytes(repeating: UInt8($0 + 1), count: 32))
    }

    let description: StreamDescription
    let genesis: AttesterSet
    var tree: AccountTree

    init(
        attesters: [Int] = [0, 1, 2], threshold: UInt64 = 2, accounts: Int = 12, mapping: Bytes = [1], vault: String = World.vault,
        network: NetworkName = World.network
    ) throws {
        let description = try StreamDescription(
            network: network, vault: AccountID(parsing: vault), finality: .finalized, firstHeight: 1, mapping: mapping)
        self.description = description
        genesis = try Self.set(description.id, 0, 1, attesters, threshold)
        let changes = try (0..<accounts).map { try AccountChange(account: Self.key($0), state: Self.state($0)) }
        tree = try AccountTree().applying(changes.sorted { $0.path < $1.path })
    }

    var stream: StreamID { description.id }

    func trust(network: NetworkName = World.network, _ others: [World] = []) throws -> TrustAnchor {
        try TrustAnchor(
            network: network, streams: ([self] + others).map { try TrustedStream(description: $0.description, genesis: $0.genesis) },
            priceSources: [Self.keys[4].publicKey])
    }

    // MARK: Accounts

    static func key(_ number: Int) throws -> AccountKey {
        try AccountKey(Bytes(SHA256.hash(Bytes("account \(number)".utf8)).bytes.prefix(20)))
    }

    func account(_ number: Int) throws -> AccountID { try AccountID(chain: description.chain, key: Self.key(number)) }

    /// Collateral for everybody, a debt for every third, and a short position for every fourth.
    static func state(_ number: Int) throws -> AccountState {
        let dai = try AssetID(parsing: "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f")
        let ether = try AssetID(parsing: "eip155:1/slip44:60")
        var holdings = [try Holding(kind: .collateral, asset: ether, quantity: Int256(Int64(1_000 + number)))]
        if number.isMultiple(of: 3) { holdings.append(try Holding(kind: .debt, asset: dai, quantity: Int256(Int64(500 + number)))) }
        if number.isMultiple(of: 4) { holdings.append(try Holding(kind: .position, asset: ether, quantity: Int256(Int64(-7 - number)))) }
        return try AccountState(holdings)
    }

    // MARK: Sets and signatures

    static func set(_ stream: StreamID, _ number: UInt32, _ first: UInt64, _ members: [Int], _ threshold: UInt64) throws -> AttesterSet {
        try AttesterSet(
            stream: stream, number: number, firstSequence: SequenceNumber(first), threshold: threshold,
            attesters: members.map { try Attester(key: keys[$0].publicKey, weight: 1) })
    }

    static func change(
        from current: AttesterSet, first: UInt64, members: [Int], threshold: UInt64 = 2, signers: [Int]
    ) throws -> AttesterSetChange {
        let next = try set(current.stream, current.number + 1, first, members, threshold)
        let digest = AttesterSetChange.signingDigest(current: current.digest, next: next)
        return try AttesterSetChange(
            current: current.digest, next: next,
            signatures: signers.map { KeyedSignature(signer: keys[$0].publicKey.id, signature: try keys[$0].sign(digest)) })
    }

    static func attestation(_ signer: Int, of digest: Digest, at time: UInt64 = 1_700_000_100_000) throws -> Attestation {
        let record = try AttestationRecord(
            message: digest, evidence: Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 2), observedAt: Timestamp(milliseconds: time))
        return Attestation(record: record, signer: keys[signer].publicKey.id, signature: try keys[signer].sign(record.signingDigest))
    }

    static func attestations(_ signers: [Int], of header: StateMessageHeader) throws -> [Attestation] {
        try signers.map { try attestation($0, of: header.digest) }.sorted { $0.signer < $1.signer }
    }

    // MARK: Proofs

    func header(sequence: UInt64 = 7, set: UInt32 = 0, tree other: AccountTree? = nil) throws -> StateMessageHeader {
        let tree = other ?? tree
        return try StateMessageHeader(
            stream: stream, sequence: SequenceNumber(sequence), previous: sequence == 1 ? .zero : SHA256.hash([1]),
            block: BlockReference(height: 19_000_000 + sequence, hash: SHA256.hash([2])),
            blockTime: Timestamp(milliseconds: 1_700_000_000_000 + sequence * 12_000), finality: .finalized, attesterSet: set,
            accountCount: tree.count, stateRoot: tree.root, changesRoot: SHA256.hash([3]))
    }

    /// An honest entry, unless some part of it is given otherwise.
    func entry(
        _ number: Int, header given: StateMessageHeader? = nil, signers: [Int] = [0, 1], changes: [AttesterSetChange] = [],
        attestations: [Attestation]? = nil, tree other: AccountTree? = nil
    ) throws -> AccountProofEntry {
        let tree = other ?? tree
        let header = try given ?? header(tree: tree)
        let key = try Self.key(number)
        return AccountProofEntry(
            description: description, genesis: genesis, setChanges: changes, header: header,
            attestations: try attestations ?? Self.attestations(signers, of: header), account: try account(number), state: tree[key],
            proof: tree.isEmpty ? nil : try tree.proof(of: key).encoded)
    }

    func file(_ entries: AccountProofEntry..., network: NetworkName = World.network) throws -> Bytes {
        try StateProofFile(network: network, entries: entries).printed()
    }
}

extension AccountProofEntry {
    /// This entry with some parts put in place of its own.
    func with(
        header: StateMessageHeader? = nil, attestations: [Attestation]? = nil, account: AccountID? = nil, state: Bytes?? = nil,
        proof: Bytes?? = nil, genesis: AttesterSet? = nil, setChanges: [AttesterSetChange]? = nil
    ) -> AccountProofEntry {
        AccountProofEntry(
            description: description, genesis: genesis ?? self.genesis, setChanges: setChanges ?? self.setChanges, header: header ?? self.header,
            attestations: attestations ?? self.attestations, account: account ?? self.account, state: state ?? self.state,
            proof: proof ?? self.proof)
    }
}

/// A verdict as the vectors name it.
struct Outcome: Hashable, CustomStringConvertible {
    let verdict: String
    let step: String?
    let error: String?

    static let accepted = Outcome(verdict: "accepted", step: nil, error: nil)

    static func rejected(_ step: ProofStep, _ error: String) -> Outcome {
        Outcome(verdict: "rejected", step: step.rawValue, error: error)
    }

    static func notYet(_ step: ProofStep, _ error: String) -> Outcome {
        Outcome(verdict: "not yet", step: step.rawValue, error: error)
    }

    init(verdict: String, step: String?, error: String?) {
        (self.verdict, self.step, self.error) = (verdict, step, error)
    }

    init(_ verdict: ProofVerdict) {
        switch verdict {
        case .accepted: self = .accepted
        case .notYet(let failure): self = .notYet(failure.step, failure.error.shortDescription)
        case .rejected(let failure): self = .rejected(failure.step, failure.error.shortDescription)
        }
    }

    init(_ proof: Bytes, _ trust: TrustAnchor) { self.init(StateProofFile.verify(proof, trust: trust)) }

    var description: String { [verdict, step, error].compactMap(\.self).joined(separator: ", ") }
}
