import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import NodeEngine
import Quantities
import Quorum
import Signatures
import StateTree
import UnifiedView

/// One stream with real keys, signatures, changes and roots, of which 3 of 5 attesters make a quorum.
struct TestStream {
    /// A message, and the accounts after it.
    struct Head {
        var last: StateMessageHeader?
        var tree = AccountTree()

        static let start = Head()
    }

    let keys: [PrivateKey]
    let trusted: TrustedStream
    private(set) var history: AttesterSetHistory
    /// After the last message that `next` made.
    private(set) var head = Head.start

    var id: StreamID { trusted.description.id }

    init(vault: UInt8 = 1) throws {
        keys = try (0..<5).map { try PrivateKey(scheme: .ed25519, rawSecret: SHA256.hash([UInt8($0), vault]).bytes) }
        let chain = try ChainID(parsing: "eip155:1")
        let description = try StreamDescription(
            network: try NetworkName(parsing: "test"), vault: try AccountID(chain: chain, key: try AccountKey([UInt8](repeating: vault, count: 20))),
            finality: .finalized, firstHeight: 1, mapping: [vault])
        let genesis = try AttesterSet(
            stream: description.id, number: 0, firstSequence: .first, threshold: 3,
            attesters: try keys.map { try Attester(key: $0.publicKey, weight: 1) })
        trusted = try TrustedStream(description: description, genesis: genesis)
        history = try AttesterSetHistory(genesis: genesis)
    }

    static func account(_ number: Int) throws -> AccountKey {
        try AccountKey(Array(SHA256.hash(withUnsafeBytes(of: number.bigEndian) { Array($0) }).bytes.prefix(20)))
    }

    static func state(_ amount: Int) throws -> AccountState {
        let asset = try AssetID(parsing: "eip155:1/slip44:60")
        return try AccountState([Holding(kind: .collateral, asset: asset, quantity: Int256(Int64(amount)))])
    }

    /// The message that gives these accounts these amounts; 0 takes the account out.
    func message(_ amounts: [Int: Int], on head: Head, height: UInt64? = nil) throws -> (message: StateMessage, head: Head) {
        let changes = try amounts.map { try AccountChange(account: Self.account($0), state: $1 == 0 ? nil : Self.state($1)) }
            .sorted { $0.path < $1.path }
        let tree = try head.tree.applying(changes)
        let sequence = try SequenceNumber((head.last?.sequence.value ?? 0) + 1)
        let block = height ?? 10 * sequence.value
        let header = try StateMessageHeader(
            stream: id, sequence: sequence, previous: head.last?.digest ?? .zero,
            block: BlockReference(height: block, hash: SHA256.hash([UInt8(truncatingIfNeeded: block)])),
            blockTime: Timestamp(milliseconds: block * 1_000), finality: .finalized, attesterSet: history.set(for: sequence).number,
            accountCount: tree.count, stateRoot: tree.root, changesRoot: try StateMessage.changesRoot(of: changes))
        return (try StateMessage(header: header, changes: changes), Head(last: header, tree: tree))
    }

    func attestation(
        of header: StateMessageHeader, by key: Int, observedAt: UInt64 = 5, _ evidence: EvidenceClass = .singleRead
    ) throws -> Attestation {
        let record = AttestationRecord(
            message: header.digest, evidence: try Evidence(evidence, agreeingSources: 2, distinctOperators: 2),
            observedAt: Timestamp(milliseconds: observedAt))
        return Attestation(record: record, signer: keys[key].publicKey.id, signature: try keys[key].sign(record.signingDigest))
    }

    func certified(_ message: StateMessage, by signers: [Int] = [0, 1, 2]) throws -> CertifiedMessage {
        let attestations = try signers.map { try attestation(of: message.header, by: $0) }.sorted { $0.signer < $1.signer }
        return try history.certify(MessageBundle(message: message, attestations: attestations))
    }

    /// The next certified message of the stream.
    mutating func next(_ amounts: [Int: Int], by signers: [Int] = [0, 1, 2]) throws -> CertifiedMessage {
        let (message, head) = try message(amounts, on: head)
        self.head = head
        return try certified(message, by: signers)
    }

    func heartbeat(height: UInt64, by key: Int) throws -> Heartbeat {
        let record = HeartbeatRecord(
            stream: id, last: head.last?.digest ?? .zero, block: BlockReference(height: height, hash: SHA256.hash([1])),
            blockTime: Timestamp(milliseconds: height * 1_000))
        return Heartbeat(record: record, signer: keys[key].publicKey.id, signature: try keys[key].sign(record.signingDigest))
    }

    /// A set without the last attester, signed by all.
    func setChange(from sequence: UInt64, threshold: UInt64 = 3) throws -> AttesterSetChange {
        let next = try AttesterSet(
            stream: id, number: 1, firstSequence: try SequenceNumber(sequence), threshold: threshold,
            attesters: try keys.prefix(4).map { try Attester(key: $0.publicKey, weight: 1) })
        let digest = AttesterSetChange.signingDigest(current: trusted.genesis.digest, next: next)
        let signatures = try keys.map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) }
        return try AttesterSetChange(current: trusted.genesis.digest, next: next, signatures: signatures)
    }

    mutating func apply(_ change: AttesterSetChange) throws { try history.apply(change) }

    /// One key's two statements about one place.
    func equivocation(by key: Int, on head: Head) throws -> Equivocation {
        let statements = try [1, 2].map { amount in
            let header = try message([900: amount], on: head).message.header
            return Equivocation.Statement(header: header, attestation: try attestation(of: header, by: key))
        }
        return try Equivocation(key: keys[key].publicKey, statements[0], statements[1])
    }

    /// A link of two Solana accounts, signed by both.
    static func link(number: UInt64 = 1) throws -> AccountLink {
        let keys = try [1, 2].map { try PrivateKey(scheme: .ed25519, rawSecret: SHA256.hash([$0]).bytes) }
        let chain = try ChainID(parsing: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp")
        let accounts = try keys.map { try AccountID(chain: chain, key: try AccountKey($0.publicKey.raw)) }
        let statement = try AccountLinkStatement(
            network: try NetworkName(parsing: "test"), accounts[0], accounts[1], number: number, action: .link)
        let signatures = try zip(keys, accounts).map {
            AccountLink.AccountSignature(account: $1, bytes: try $0.sign(message: Array(statement.text.utf8)).bytes)
        }
        return try AccountLink(statement: statement, signatures: signatures)
    }

    static func position(_ height: UInt64) -> ChainPosition {
        ChainPosition(block: BlockReference(height: height, hash: SHA256.hash([2])), time: Timestamp(milliseconds: height))
    }
}
