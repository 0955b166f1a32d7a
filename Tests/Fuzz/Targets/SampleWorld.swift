import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
import Quantities
import Quorum
import Signatures
import StateTree

/// One vault with a few accounts and two attesters: what the records and proofs of the seeds are about.
struct SampleWorld {
    static let shared = try? SampleWorld()

    let description: StreamDescription
    let genesis: AttesterSet
    let accounts: [AccountKey]
    let tree: AccountTree
    let header: StateMessageHeader
    let message: StateMessage
    let attestations: [Attestation]
    let trust: TrustAnchor
    private let keys: [PrivateKey]

    init() throws {
        guard let network = NetworkName("fuzz-net") else { throw FuzzFinding(description: "the network's name is refused") }
        let keys = [try FuzzTargets.key(1), try FuzzTargets.key(2, .secp256k1)]
        self.keys = keys
        description = try StreamDescription(
            network: network, vault: AccountID(parsing: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), finality: .finalized,
            firstHeight: 1, mapping: [1, 2, 3])
        genesis = try AttesterSet(
            stream: description.id, number: 0, firstSequence: .first, threshold: 2,
            attesters: keys.map { try Attester(key: $0.publicKey, weight: 1) })
        accounts = try (0..<9).map { try AccountKey(Bytes(SHA256.hash([$0]).bytes.prefix(20))) }
        let changes = try accounts.dropLast(2).enumerated().map { try AccountChange(account: $0.element, state: Self.state($0.offset)) }
            .sorted { $0.path < $1.path }
        tree = try AccountTree().applying(changes)
        let root = try StateMessage.changesRoot(of: changes)
        header = try StateMessageHeader(
            stream: description.id, sequence: .first, previous: .zero, block: BlockReference(height: 100, hash: SHA256.hash([2])),
            blockTime: Timestamp(milliseconds: 1_700_000_000_000), finality: .finalized, attesterSet: 0, accountCount: tree.count,
            stateRoot: tree.root, changesRoot: root)
        message = try StateMessage(header: header, changes: changes)
        let digest = header.digest
        attestations = try keys.map { key in
            let record = try AttestationRecord(
                message: digest, evidence: Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 2),
                observedAt: Timestamp(milliseconds: 1_700_000_100_000))
            return Attestation(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
        }.sorted { $0.signer < $1.signer }
        trust = try TrustAnchor(
            network: network, streams: [TrustedStream(description: description, genesis: genesis)],
            priceSources: [FuzzTargets.key(4).publicKey])
    }

    static func state(_ number: Int) throws -> AccountState {
        let asset = try AssetID(parsing: "eip155:1/slip44:60")
        let debt = try AssetID(parsing: "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f")
        return try AccountState([
            Holding(kind: .collateral, asset: asset, quantity: Int256(Int64(1_000 + number))),
            Holding(kind: .debt, asset: debt, quantity: Int256(Int64(7 + number))),
        ])
    }

    func heartbeat() throws -> Heartbeat {
        let record = HeartbeatRecord(
            stream: description.id, last: header.digest, block: BlockReference(height: 120, hash: SHA256.hash([9])),
            blockTime: Timestamp(milliseconds: 1_700_000_200_000))
        return Heartbeat(record: record, signer: keys[0].publicKey.id, signature: try keys[0].sign(record.signingDigest))
    }

    func setChange() throws -> AttesterSetChange {
        let next = try AttesterSet(
            stream: description.id, number: 1, firstSequence: SequenceNumber(9), threshold: 1,
            attesters: [Attester(key: FuzzTargets.key(3).publicKey, weight: 1)])
        let digest = AttesterSetChange.signingDigest(current: genesis.digest, next: next)
        let signers = keys + [try FuzzTargets.key(3)]
        return try AttesterSetChange(
            current: genesis.digest, next: next,
            signatures: signers.map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) }
                .sorted { $0.signer < $1.signer })
    }

    /// A proof of one account; the last two accounts have nothing in the vault.
    func entry(_ account: AccountKey) throws -> AccountProofEntry {
        AccountProofEntry(
            description: description, genesis: genesis, setChanges: [], header: header, attestations: attestations,
            account: try AccountID(chain: description.chain, key: account), state: tree[account], proof: try tree.proof(of: account).encoded)
    }
}
