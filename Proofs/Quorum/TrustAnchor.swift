import ChainIdentity
public import CollateralState
public import Signatures

/// One stream a verifier trusts: how it is read, and who attested it at first.
public struct TrustedStream: Hashable, Sendable {
    public let description: StreamDescription
    public let genesis: AttesterSet

    /// - Throws: `foreignStream` when the set is of another stream, `wrongSetNumber` when it is not a genesis set.
    public init(description: StreamDescription, genesis: AttesterSet) throws(QuorumError) {
        guard genesis.stream == description.id else { throw .foreignStream(expected: description.id, got: genesis.stream) }
        guard genesis.number == 0 else { throw .wrongSetNumber(expected: 0, got: genesis.number) }
        self.description = description
        self.genesis = genesis
    }
}

/// What a verifier starts from: a network, its streams with their genesis sets, and the keys that may sign prices.
public struct TrustAnchor: Hashable, Sendable {
    public let network: NetworkName
    /// Ascending by stream id.
    public let streams: [TrustedStream]
    public let priceSources: [PublicKey]

    /// - Throws: when a stream belongs to another network or appears twice, or two streams read one vault.
    public init(network: NetworkName, streams: [TrustedStream], priceSources: [PublicKey]) throws(QuorumError) {
        let sorted = streams.sorted { $0.description.id < $1.description.id }
        for (index, stream) in sorted.enumerated() {
            guard stream.description.network == network else {
                throw .record(
                    .outOfRange(
                        field: "network of stream \(stream.description.id)", expected: network.description,
                        got: stream.description.network.description))
            }
            guard index == 0 || sorted[index - 1].description.id != stream.description.id else {
                throw .record(.notAscending(record: "trusted stream", index: index))
            }
        }
        var vaults: Set<AccountID> = []
        for stream in sorted where !vaults.insert(stream.description.vault.canonical).inserted { throw .vaultTwice(stream.description.vault) }
        self.network = network
        self.streams = sorted
        self.priceSources = priceSources
    }

    public subscript(id: StreamID) -> TrustedStream? {
        streams.first { $0.description.id == id }
    }
}

extension AccountID {
    /// This account in the one spelling its chain prescribes, or as it stands when the program does not know its namespace: one vault must
    /// not pass as two by its letter case.
    fileprivate var canonical: AccountID {
        (try? AccountID(chain: chain, key: key())) ?? self
    }
}
