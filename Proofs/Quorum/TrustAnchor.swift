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

/// What a verifier starts from: a network, its streams with their genesis sets, the keys that may sign prices, and those of venues.
public struct TrustAnchor: Hashable, Sendable {
    public let network: NetworkName
    /// Ascending by stream id.
    public let streams: [TrustedStream]
    public let priceSources: [PublicKey]
    /// Ascending by name, each name once.
    public let venues: [PinnedVenue]

    /// - Parameter venues: in any order.
    /// - Throws: when a stream belongs to another network or appears twice, two streams read one vault, or a venue has two keys.
    public init(
        network: NetworkName, streams: [TrustedStream], priceSources: [PublicKey], venues: [PinnedVenue] = []
    ) throws(QuorumError) {
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
        // One vault must not pass as two by its letter case.
        for stream in sorted where !vaults.insert(stream.description.vault.asItsChainSpellsIt).inserted { throw .vaultTwice(stream.description.vault) }
        let venues = venues.sorted { $0.name < $1.name }
        for (index, venue) in venues.enumerated().dropFirst() where venues[index - 1].name == venue.name { throw .venueTwice(venue.name) }
        self.network = network
        self.streams = sorted
        self.priceSources = priceSources
        self.venues = venues
    }

    public subscript(id: StreamID) -> TrustedStream? {
        streams.first { $0.description.id == id }
    }
}
