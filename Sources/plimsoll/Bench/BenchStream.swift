import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures

/// The stream that is measured: one vault, five attesters, three of which sign. The same in every run and process.
struct BenchStream: Sendable {
    static let attesters = 5
    static let threshold = 3

    let trusted: TrustedStream
    let history: AttesterSetHistory
    /// Those that sign, ascending by key id.
    let signers: [PrivateKey]
    private let assets: [AssetID]

    init() throws {
        let chain = ChainID(eip155: 1)
        let vault = try AccountID(chain: chain, key: Self.account(.max))
        let description = try StreamDescription(
            network: NetworkName(parsing: "bench"), vault: vault, finality: .finalized, firstHeight: 1, mapping: [])
        let keys = try (0..<Self.attesters).map { index in
            try PrivateKey(scheme: .ed25519, rawSecret: SHA256.hash(Bytes("attester \(index)".utf8)).bytes)
        }
        let genesis = try AttesterSet(
            stream: description.id, number: 0, firstSequence: .first, threshold: UInt64(Self.threshold),
            attesters: keys.map { try Attester(key: $0.publicKey, weight: 1) })
        trusted = try TrustedStream(description: description, genesis: genesis)
        history = try AttesterSetHistory(genesis: genesis)
        signers = Array(keys.sorted { $0.publicKey.id < $1.publicKey.id }.prefix(Self.threshold))
        assets = try (0..<2).map { try AssetID(parsing: "eip155:1/erc20:\(EthereumAddress(bytes: Self.account(UInt64($0)).bytes))") }
    }

    static func account(_ number: UInt64) throws -> AccountKey {
        try AccountKey(Bytes(SHA256.hash(Bytes("account \(number)".utf8)).bytes.prefix(20)))
    }

    /// An account's new state: a deposit, and of every third account a debt too.
    func change(of account: AccountKey, _ random: inout SeededGenerator) throws -> AccountChange {
        let amount = Int64(random.next() >> 2) + 1
        var holdings = [try Holding(kind: .collateral, asset: assets[0], quantity: Int256(amount))]
        if account.bytes[0] % 3 == 0 { holdings.append(try Holding(kind: .debt, asset: assets[1], quantity: Int256(amount / 2 + 1))) }
        return try AccountChange(account: account, state: AccountState(holdings))
    }
}
