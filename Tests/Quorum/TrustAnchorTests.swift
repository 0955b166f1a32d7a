import ChainIdentity
import CollateralState
import Encoding
import Signatures
import Testing

@testable import Quorum

@Suite("Trust anchor")
struct TrustAnchorTests {
    private func stream(_ vault: String, mapping: Bytes = [1], network: NetworkName = World.network) throws -> TrustedStream {
        let description = try StreamDescription(
            network: network, vault: AccountID(parsing: vault), finality: .finalized, firstHeight: 1, mapping: mapping)
        return try TrustedStream(description: description, genesis: World.set(description.id, 0, 1, weights: [0: 1]))
    }

    static let checksummed = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

    @Test("streams are found by id and kept in one order")
    func streamsAreOrdered() throws {
        let streams = try [stream(Self.checksummed), stream("eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
        let anchor = try TrustAnchor(network: World.network, streams: streams, priceSources: [])
        #expect(anchor == (try TrustAnchor(network: World.network, streams: streams.reversed(), priceSources: [])))
        #expect(anchor.streams.map(\.description.id) == streams.map(\.description.id).sorted())
        for stream in streams { #expect(anchor[stream.description.id] == stream) }
        #expect(anchor[StreamID(.zero)] == nil)
    }

    @Test("two streams of one vault are refused: its collateral would count twice")
    func vaultCountsOnce() throws {
        let streams = try [stream(Self.checksummed), stream(Self.checksummed, mapping: [2])]
        #expect(throws: QuorumError.vaultTwice(try AccountID(parsing: Self.checksummed))) {
            try TrustAnchor(network: World.network, streams: streams, priceSources: [])
        }
    }

    @Test("one vault in two spellings is still one vault")
    func vaultSpellings() throws {
        let streams = try [stream(Self.checksummed), stream(Self.checksummed.lowercased())]
        #expect(streams[0].description.id != streams[1].description.id)
        #expect { try TrustAnchor(network: World.network, streams: streams, priceSources: []) } throws: { error in
            if case QuorumError.vaultTwice = error { true } else { false }
        }
    }

    @Test("a stream twice, or of another network, is refused")
    func foreignStreams() throws {
        let one = try stream(Self.checksummed)
        #expect(throws: QuorumError.record(.notAscending(record: "trusted stream", index: 1))) {
            try TrustAnchor(network: World.network, streams: [one, one], priceSources: [])
        }
        #expect(throws: QuorumError.self) { try TrustAnchor(network: NetworkName(parsing: "mainnet"), streams: [one], priceSources: []) }
    }

    @Test("a stream's pinned set is its own genesis set")
    func genesisBelongs() throws {
        let (one, other) = (try stream(Self.checksummed), try stream("eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
        #expect(throws: QuorumError.foreignStream(expected: one.description.id, got: other.description.id)) {
            try TrustedStream(description: one.description, genesis: other.genesis)
        }
        let later = try World.set(one.description.id, 1, 5, weights: [0: 1])
        #expect(throws: QuorumError.wrongSetNumber(expected: 0, got: 1)) { try TrustedStream(description: one.description, genesis: later) }
    }

    @Test("venues are kept in the order of their names, each with one key; one key may speak for two")
    func venues() throws {
        let keys = World.keys.prefix(2).map(\.publicKey)
        let venues = [PinnedVenue(name: VenueName("south")!, key: keys[0]), PinnedVenue(name: VenueName("north")!, key: keys[0])]
        let anchor = try TrustAnchor(network: World.network, streams: [], priceSources: [], venues: venues)
        #expect(anchor.venues.map(\.name.description) == ["north", "south"])
        #expect(anchor == (try TrustAnchor(network: World.network, streams: [], priceSources: [], venues: venues.reversed())))
        #expect(try TrustAnchor(network: World.network, streams: [], priceSources: []).venues.isEmpty)
        let other = PinnedVenue(name: venues[0].name, key: keys[1])
        #expect(throws: QuorumError.venueTwice(other.name)) {
            try TrustAnchor(network: World.network, streams: [], priceSources: [], venues: venues + [other])
        }
    }

    @Test("every label is a short word")
    func labels() {
        let id = StreamID(.zero)
        let key = KeyID(digest: .zero)
        let errors: [QuorumError] = [
            .record(.sameDigest(.zero)), .foreignStream(expected: id, got: id), .unknownStream(id), .unknownSigner(key, setNumber: 1),
            .invalidSignature(key, .mismatch(.ed25519)), .differentMessage(expected: .zero, got: .zero), .differentSet(expected: .zero, got: .zero),
            .duplicateSigner(key), .signersNotAscending(index: 1), .underQuorum(expected: 2, got: 1), .wrongSet(sequence: .first, expected: 1, got: 2),
            .wrongChangesRoot(expected: .zero, got: .zero), .brokenSetChain(expected: .zero, got: .zero), .wrongSetNumber(expected: 1, got: 2),
            .setNotLater(previousFirst: .first, got: .first), .newKeyUnsigned(key), .venueTwice(VenueName("north")!),
        ]
        for error in errors {
            #expect(error.shortDescription.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
            #expect("\(error)".count > 20)
        }
    }
}
