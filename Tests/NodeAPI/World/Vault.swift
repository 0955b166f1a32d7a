import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures
import StateTree

/// One stream with real keys, signatures, changes and roots, of which 2 of 3 attesters make a quorum.
struct Vault {
    /// A message, and the accounts after it.
    struct Head {
        var last: StateMessageHeader?
        var tree = AccountTree()
    }

    let keys: [PrivateKey]
    let trusted: TrustedStream
    let history: AttesterSetHistory
    private(set) var head = Head()

    var id: StreamID { trusted.description.id }
    var chain: ChainID { trusted.description.chain }

    static let network = NetworkName("test")!

    /// - Parameter number: names the vault and its keys.
    init(_ number: UInt8, chain: String = "eip155:1") throws {
        keys = try (0..<3).map { try PrivateKey(scheme: .ed25519, rawSecret: SHA256.hash([UInt8($0), number]).bytes) }
        let vault = try AccountID(chain: try ChainID(parsing: chain), key: try AccountKey([UInt8](repeating: number, count: 20)))
        let description = try StreamDescription(
            network: Self.network, vault: vault, finality: .finalized, firstHeight: 1, mapping: [number])
        let genesis = try AttesterSet(
            stream: description.id, number: 0, firstSequence: .first, threshold: 2,
            attesters: try keys.map { try Attester(key: $0.publicKey, weight: 1) })
        trusted = try TrustedStream(description: description, genesis: genesis)
        history = try AttesterSetHistory(genesis: genesis)
    }

    /// The account of this number on the vault's chain.
    func account(_ number: Int) throws -> AccountID { try AccountID(chain: chain, key: Self.key(number)) }

    static func key(_ number: Int) throws -> AccountKey {
        try AccountKey(Array(SHA256.hash(withUnsafeBytes(of: number.bigEndian) { Array($0) }).bytes.prefix(20)))
    }

    func asset() throws -> AssetID { try AssetID(parsing: "\(chain)/slip44:60") }

    private func state(_ amount: Int) throws -> AccountState {
        try AccountState([Holding(kind: amount < 0 ? .debt : .collateral, asset: try asset(), quantity: Int256(Int64(abs(amount))))])
    }

    /// The next certified message: these accounts have these amounts, negative for a debt; 0 takes the account out.
    mutating func next(_ amounts: [Int: Int]) throws -> CertifiedMessage {
        try next(Dictionary(uniqueKeysWithValues: amounts.map { (try Self.key($0.key), $0.value) }))
    }

    mutating func next(_ amounts: [AccountKey: Int]) throws -> CertifiedMessage {
        let (message, head) = try message(amounts)
        self.head = head
        return try certified(message)
    }

    /// A message in the place of the next one, which does not become the head.
    func rival(_ amounts: [Int: Int]) throws -> CertifiedMessage {
        try certified(message(Dictionary(uniqueKeysWithValues: amounts.map { (try Self.key($0.key), $0.value) })).0)
    }

    private func message(_ amounts: [AccountKey: Int]) throws -> (StateMessage, Head) {
        let changes = try amounts.map { try AccountChange(account: $0.key, state: $0.value == 0 ? nil : state($0.value)) }
            .sorted { $0.path < $1.path }
        let tree = try head.tree.applying(changes)
        let sequence = try SequenceNumber((head.last?.sequence.value ?? 0) + 1)
        let height = 10 * sequence.value
        let header = try StateMessageHeader(
            stream: id, sequence: sequence, previous: head.last?.digest ?? .zero,
            block: BlockReference(height: height, hash: SHA256.hash([UInt8(truncatingIfNeeded: height)])),
            blockTime: Timestamp(milliseconds: height * 1_000), finality: .finalized, attesterSet: 0, accountCount: tree.count,
            stateRoot: tree.root, changesRoot: try StateMessage.changesRoot(of: changes))
        return (try StateMessage(header: header, changes: changes), Head(last: header, tree: tree))
    }

    func attestation(of header: StateMessageHeader, by key: Int) throws -> Attestation {
        let record = AttestationRecord(
            message: header.digest, evidence: try Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 2),
            observedAt: Timestamp(milliseconds: 5))
        return Attestation(record: record, signer: keys[key].publicKey.id, signature: try keys[key].sign(record.signingDigest))
    }

    private func certified(_ message: StateMessage) throws -> CertifiedMessage {
        let attestations = try [0, 1].map { try attestation(of: message.header, by: $0) }.sorted { $0.signer < $1.signer }
        return try history.certify(MessageBundle(message: message, attestations: attestations))
    }

    /// "Nothing newer up to this height", by one key.
    func heartbeat(height: UInt64, by key: Int) throws -> Heartbeat {
        let record = HeartbeatRecord(
            stream: id, last: head.last?.digest ?? .zero, block: BlockReference(height: height, hash: SHA256.hash([1])),
            blockTime: Timestamp(milliseconds: height * 1_000))
        return Heartbeat(record: record, signer: keys[key].publicKey.id, signature: try keys[key].sign(record.signingDigest))
    }

    /// One key's two statements about the next place.
    func equivocation(by key: Int) throws -> Equivocation {
        let statements = try [1, 2].map { amount in
            let header = try rival([900: amount]).header
            return Equivocation.Statement(header: header, attestation: try attestation(of: header, by: key))
        }
        return try Equivocation(key: keys[key].publicKey, statements[0], statements[1])
    }
}

/// Somebody with an Ethereum key, whose accounts on several chains can be linked.
struct Owner {
    let key: PrivateKey
    let accountKey: AccountKey

    init(_ number: UInt8) throws {
        key = try PrivateKey(scheme: .secp256k1, rawSecret: SHA256.hash([number, 0xaa]).bytes)
        accountKey = try AccountKey(EthereumAddress(publicKey: key.publicKey).bytes)
    }

    func account(on chain: ChainID) throws -> AccountID { try AccountID(chain: chain, key: accountKey) }
}
