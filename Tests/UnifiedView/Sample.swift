import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures
import StateTree

/// One stream of a test world: keys, sets, and messages certified by them.
struct SampleStream {
    let description: StreamDescription
    let genesis: AttesterSet
    /// Holds from the sequence given, with a fourth attester.
    let change: AttesterSetChange
    let fullHistory: AttesterSetHistory

    var genesisHistory: AttesterSetHistory { get throws { try AttesterSetHistory(genesis: genesis) } }

    static let network = NetworkName("test-net")!
    static let chains = ["eip155:1", "eip155:10", "eip155:137"]
    /// Made once: keys are slow to make.
    static let keys: [PrivateKey] = try! (1...5).map {
        try PrivateKey(scheme: .ed25519, rawSecret: [UInt8](repeating: UInt8($0), count: 32))
    }

    init(_ number: Int = 0, changesSetAt first: UInt64 = 1_000) throws {
        let vault = try AccountID(parsing: "\(Self.chains[number % 3]):0x\(String(repeating: "0", count: 39))\(number + 1)")
        description = try StreamDescription(
            network: Self.network, vault: vault, finality: .finalized, firstHeight: 100, mapping: [UInt8(number)])
        let members = try Self.keys.prefix(3).map { try Attester(key: $0.publicKey, weight: 1) }
        genesis = try AttesterSet(stream: description.id, number: 0, firstSequence: .first, threshold: 2, attesters: members)
        let next = try AttesterSet(
            stream: description.id, number: 1, firstSequence: SequenceNumber(first), threshold: 3,
            attesters: members + [Attester(key: Self.keys[3].publicKey, weight: 1)])
        let digest = AttesterSetChange.signingDigest(current: genesis.digest, next: next)
        change = try AttesterSetChange(
            current: genesis.digest, next: next,
            signatures: try Self.keys.prefix(4).map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) })
        var history = try AttesterSetHistory(genesis: genesis)
        try history.apply(change)
        fullHistory = history
    }

    var id: StreamID { description.id }
}

/// A certified message and the tree its changes lead to, whether or not its header says so.
struct SampleMessage {
    let certified: CertifiedMessage
    let tree: AccountTree
    /// How it differs from what its own changes lead to.
    let flaw: Flaw?

    enum Flaw: CaseIterable {
        case root, count, height, time, finality, block, beforeFirst, removal
    }

    var header: StateMessageHeader { certified.header }
}

extension SampleStream {
    static func account(_ number: Int) throws -> AccountKey {
        try AccountKey([UInt8](repeating: 0, count: 18) + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)])
    }

    static func accountID(_ number: Int, chain: String = "eip155:1") throws -> AccountID {
        try AccountID(chain: ChainID(parsing: chain), key: account(number))
    }

    static func state(_ quantity: Int) throws -> AccountState {
        try AccountState([
            Holding(kind: .collateral, asset: AssetID(parsing: "eip155:1/slip44:60"), quantity: Int256("\(quantity)")!)
        ])
    }

    /// - Parameters:
    ///   - changes: account number to quantity; 0 removes the account.
    ///   - signers: indices of keys; nil for the first that reach the threshold.
    func message(
        after parent: SampleMessage?, _ changes: [Int: Int], salt: UInt8 = 0, flaw: SampleMessage.Flaw? = nil,
        signers: [Int]? = nil, evidence: EvidenceClass = .quorumRead, history given: AttesterSetHistory? = nil
    ) throws -> SampleMessage {
        let sequence = try parent.map { try SequenceNumber($0.header.sequence.value + 1) } ?? .first
        let history = given ?? fullHistory
        let set = history.set(for: sequence)
        var list = try changes.map { try AccountChange(account: Self.account($0.key), state: $0.value == 0 ? nil : Self.state($0.value)) }
        if flaw == .removal { list = [try AccountChange(account: Self.account(9_999), state: nil)] }
        list.sort { $0.path < $1.path }
        let before = parent?.tree ?? .empty
        let tree = flaw == .removal ? before : try before.applying(list)
        let height = try height(after: parent, flaw)
        let header = try StateMessageHeader(
            stream: id, sequence: sequence, previous: parent?.header.digest ?? .zero,
            block: BlockReference(
                height: height, hash: SHA256.hash([salt, UInt8(truncatingIfNeeded: height), flaw == .block ? 1 : 0])),
            blockTime: Timestamp(milliseconds: flaw == .time ? 1 : height * 1_000), finality: flaw == .finality ? .safe : .finalized,
            attesterSet: set.number, accountCount: tree.count + (flaw == .count ? 1 : 0),
            stateRoot: flaw == .root ? SHA256.hash([7]) : tree.root, changesRoot: try StateMessage.changesRoot(of: list))
        let message = try StateMessage(header: header, changes: list)
        let certified = try certify(message, signers: signers ?? Array(0..<Int(set.threshold)), evidence: evidence, history)
        return SampleMessage(certified: certified, tree: tree, flaw: flaw)
    }

    private func height(after parent: SampleMessage?, _ flaw: SampleMessage.Flaw?) throws -> UInt64 {
        guard let parent else { return flaw == .beforeFirst ? 99 : 100 }
        switch flaw {
        case .height: return parent.header.block.height - 1
        case .block: return parent.header.block.height
        case .beforeFirst: return 99
        default: return parent.header.block.height + 10
        }
    }

    func certify(
        _ message: StateMessage, signers: [Int], evidence: EvidenceClass = .quorumRead, _ history: AttesterSetHistory? = nil
    ) throws -> CertifiedMessage {
        let record = AttestationRecord(
            message: message.digest, evidence: try Evidence(evidence, agreeingSources: 2, distinctOperators: 2),
            observedAt: Timestamp(milliseconds: 5))
        let attestations = try signers.map { Self.keys[$0] }.sorted { $0.publicKey.id < $1.publicKey.id }.map {
            Attestation(record: record, signer: $0.publicKey.id, signature: try $0.sign(record.signingDigest))
        }
        return try (history ?? fullHistory).certify(MessageBundle(message: message, attestations: attestations))
    }

    /// A gapless run of honest messages, each changing a few accounts.
    func run(_ count: Int, after parent: SampleMessage? = nil, accounts: Int = 5) throws -> [SampleMessage] {
        var messages: [SampleMessage] = []
        for index in 0..<count {
            let last = messages.last ?? parent
            let number = Int(last?.header.sequence.value ?? 0)
            messages.append(try message(after: last, [number % accounts: 100 + number + index, (number + 1) % accounts: 7 + number]))
        }
        return messages
    }

    func heartbeat(_ signer: Int, last: Digest, height: UInt64, time: UInt64? = nil, salt: UInt8 = 0) throws -> Heartbeat {
        let record = HeartbeatRecord(
            stream: id, last: last, block: BlockReference(height: height, hash: SHA256.hash([salt, UInt8(truncatingIfNeeded: height)])),
            blockTime: Timestamp(milliseconds: time ?? height * 1_000))
        let key = Self.keys[signer]
        return Heartbeat(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
    }
}
