import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Signatures
import TestVectors

/// Records whose bytes and digests are pinned, and random ones.
enum Samples {
    static let network = NetworkName("test-net")!
    static let stream = StreamID(repeated(0x11))

    static func repeated(_ byte: UInt8) -> Digest {
        Digest { $0.copyBytes(from: [UInt8](repeating: byte, count: 32)) }
    }

    static func asset(_ text: String = "eip155:1/slip44:60") throws -> AssetID { try AssetID(parsing: text) }

    static func header(sequence: UInt64 = 7, previous: Digest = repeated(0x22)) throws -> StateMessageHeader {
        try StateMessageHeader(
            stream: stream, sequence: SequenceNumber(sequence), previous: previous,
            block: BlockReference(height: 0x0102_0304_0506_0708, hash: repeated(0x33)), blockTime: Timestamp(milliseconds: 1_700_000_000_000),
            finality: .safe, attesterSet: 5, accountCount: 9, stateRoot: repeated(0x44), changesRoot: repeated(0x55))
    }

    static func state() throws -> AccountState {
        try AccountState([
            Holding(kind: .position, asset: asset(), quantity: -3),
            Holding(kind: .debt, asset: asset("eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f"), quantity: 5),
            Holding(kind: .collateral, asset: asset(), quantity: 1_000),
        ])
    }

    static func account(_ byte: UInt8 = 0xab) throws -> AccountKey { try AccountKey(Bytes(repeating: byte, count: 20)) }

    static func description() throws -> StreamDescription {
        try StreamDescription(
            network: network, vault: AccountID(parsing: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            finality: .confirmations(12), firstHeight: 100, mapping: [1, 2, 3])
    }

    static func record() throws -> AttestationRecord {
        try AttestationRecord(
            message: header().digest, evidence: Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 2),
            observedAt: Timestamp(milliseconds: 1_700_000_000_123))
    }

    static func heartbeatRecord() throws -> HeartbeatRecord {
        try HeartbeatRecord(
            stream: stream, last: header().digest, block: BlockReference(height: 77, hash: repeated(0x66)),
            blockTime: Timestamp(milliseconds: 1_700_000_000_456))
    }

    /// The keys of RFC 8032 section 7.1, tests 1 and 2.
    static let keys: [PrivateKey] = try! [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    ].map { try PrivateKey(scheme: .ed25519, rawSecret: Hex.decode($0)) }

    static func set(number: UInt32 = 0, first: UInt64 = 1, threshold: UInt64 = 3) throws -> AttesterSet {
        try AttesterSet(
            stream: stream, number: number, firstSequence: SequenceNumber(first), threshold: threshold,
            attesters: [Attester(key: keys[0].publicKey, weight: 2), Attester(key: keys[1].publicKey, weight: 3)])
    }

    static func setChange() throws -> AttesterSetChange {
        let next = try set(number: 1, first: 50, threshold: 5)
        let digest = AttesterSetChange.signingDigest(current: try set().digest, next: next)
        return try AttesterSetChange(
            current: set().digest, next: next,
            signatures: keys.map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) })
    }

    static func attestation(of header: StateMessageHeader, by key: PrivateKey = keys[0]) throws -> Attestation {
        let record = try AttestationRecord(
            message: header.digest, evidence: Evidence(.singleRead, agreeingSources: 1, distinctOperators: 1),
            observedAt: Timestamp(milliseconds: 9))
        return Attestation(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
    }
}

/// Random records.
extension SeededGenerator {
    mutating func digest() -> Digest {
        let bytes = bytes(32)
        return Digest { $0.copyBytes(from: bytes) }
    }

    mutating func holding() throws -> Holding {
        let assets = ["eip155:1/slip44:60", "eip155:10/erc20:0x6b175474e89094c44da98b954eedeac495271d0f", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/slip44:501"]
        let kind = HoldingKind.allCases[Int.random(in: 0..<3, using: &self)]
        var quantity = try Int256(bigEndian: bytes(32))
        if kind != .position, quantity.isNegative { quantity = try Int256(quantity.magnitude == Int256.min.magnitude ? 1 : quantity.magnitude) }
        if quantity.isZero { quantity = 1 }
        return try Holding(kind: kind, asset: AssetID(parsing: assets[Int.random(in: 0..<3, using: &self)]), quantity: quantity)
    }

    mutating func state() throws -> AccountState {
        var holdings: [HoldingKey: Holding] = [:]
        for _ in 0..<Int.random(in: 1...9, using: &self) {
            let holding = try holding()
            holdings[HoldingKey(kind: holding.kind, asset: holding.asset)] = holding
        }
        return try AccountState(Array(holdings.values))
    }

    mutating func change() throws -> AccountChange {
        let key = try AccountKey(bytes(Int.random(in: 1...64, using: &self)))
        return try AccountChange(account: key, state: Int.random(in: 0..<4, using: &self) == 0 ? nil : state())
    }

    mutating func header() throws -> StateMessageHeader {
        let sequence = try SequenceNumber(Bool.random(using: &self) ? 1 : .random(in: 2 ... .max, using: &self))
        return try StateMessageHeader(
            stream: StreamID(digest()), sequence: sequence, previous: sequence == .first ? .zero : digest(),
            block: BlockReference(height: next(), hash: digest()), blockTime: Timestamp(milliseconds: next()),
            finality: Finality.allCases[Int.random(in: 0..<3, using: &self)], attesterSet: UInt32(truncatingIfNeeded: next()),
            accountCount: next(), stateRoot: digest(), changesRoot: digest())
    }
}
