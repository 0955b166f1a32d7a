import ChainIdentity
import CollateralState
import Encoding
import ProofFile
import Quorum
import Signatures
import StateTree
import TestVectors
import Testing

@Suite("Trust files")
struct TrustFileTests {
    private func anchor() throws -> TrustAnchor {
        let other = try World(attesters: [1, 2, 5], mapping: [7], vault: "eip155:10:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        let world = try World()
        return try TrustAnchor(
            network: World.network, streams: [world, other].map { try TrustedStream(description: $0.description, genesis: $0.genesis) },
            priceSources: SignatureScheme.allCases.map { try PrivateKey(scheme: $0, rawSecret: Bytes(repeating: 8, count: 32)).publicKey })
    }

    @Test("what is printed comes back")
    func roundTrip() throws {
        let anchor = try anchor()
        let printed = TrustFile.print(anchor)
        #expect(try TrustFile.parse(printed) == anchor)
        #expect(TrustFile.print(try TrustFile.parse(printed)) == printed)
        let bare = try TrustAnchor(network: World.network, streams: [], priceSources: [])
        #expect(try TrustFile.parse(TrustFile.print(bare)) == bare)
    }

    @Test("it names, beside the bytes, stream, chain, vault, threshold and attesters for people")
    func readableCopy() throws {
        let json = try JSON.parse(TrustFile.print(anchor()))
        let stream = try #require(json["streams"]?[0])
        #expect(json["format"] == "plimsoll/trust/v1")
        #expect(stream.objectValue?.keys == ["stream", "chain", "vault", "threshold", "attesters", "description", "genesis"])
        #expect(stream["attesters"]?.arrayValue?.count == 3)
        #expect(stream["threshold"] == 2)
    }

    @Test("a readable copy that differs from the bytes is refused, by path", arguments: ["stream", "chain", "vault", "threshold", "attesters"])
    func readableCopyIsCompared(member: String) throws {
        let forged = try Forgery(TrustFile.print(anchor())).setting(["streams", 0, member], to: member == "attesters" ? [] : 7)
        #expect { try TrustFile.parse(forged.bytes) } throws: { error in
            guard case ProofFileError.readableDiffers(let path, _, _) = error else { return false }
            return path == "$.streams[0].\(member)"
        }
    }

    @Test("white space and line ends are the editor's to choose")
    func layoutIsFree() throws {
        let anchor = try anchor()
        let compact = try JSON.parse(TrustFile.print(anchor)).printed()
        #expect(try TrustFile.parse(Bytes(compact.utf8)) == anchor)
    }

    @Test("another format, an unknown member and a missing one are refused")
    func members() throws {
        let good = try Forgery(TrustFile.print(anchor()))
        #expect(throws: ProofFileError.unknownFormat(expected: "plimsoll/trust/v1", got: "plimsoll/trust/v9")) {
            try TrustFile.parse(good.setting(["format"], to: "plimsoll/trust/v9").bytes)
        }
        for path in [["note"], ["streams", 0, "note"], ["priceSources", 0, "note"]] as [[any JSONKey]] {
            #expect(throws: ProofFileError.self) { try TrustFile.parse(good.setting(path, to: 1).bytes) }
        }
        for path in [["network"], ["streams"], ["priceSources"], ["streams", 0, "genesis"], ["priceSources", 0, "key"]] as [[any JSONKey]] {
            #expect(throws: ProofFileError.self) { try TrustFile.parse(good.setting(path, to: nil).bytes) }
        }
    }

    @Test("a stream of another network, twice, or of a vault that is trusted already is refused")
    func streams() throws {
        let good = try Forgery(TrustFile.print(anchor()))
        #expect(throws: ProofFileError.self) { try TrustFile.parse(good.setting(["network"], to: "other-net").bytes) }
        let stream = try #require(good.json["streams"]?[0])
        #expect { try TrustFile.parse(good.setting(["streams"], to: [stream, stream]).bytes) } throws: { error in
            if case ProofFileError.quorum = error { true } else { false }
        }
        let world = try World()
        let (one, other) = (try JSON.parse(TrustFile.print(world.trust())), try JSON.parse(TrustFile.print(World(mapping: [2]).trust())))
        let both = try good.setting(["streams"], to: .array([one, other].compactMap { $0["streams"]?[0] }))
        #expect(throws: ProofFileError.quorum(.vaultTwice(world.description.vault))) { try TrustFile.parse(both.bytes) }
    }

    @Test("a genesis set of another stream is refused")
    func genesisBelongs() throws {
        let good = try Forgery(TrustFile.print(anchor()))
        let (one, other) = (try #require(good.json["streams"]?[0]), try #require(good.json["streams"]?[1]))
        let forged = try good.setting(["streams", 0, "genesis"], to: other["genesis"])
        #expect(one["genesis"] != other["genesis"])
        #expect { try TrustFile.parse(forged.bytes) } throws: { error in
            if case ProofFileError.quorum(.foreignStream) = error { true } else { false }
        }
    }

    @Test("a price source has a known scheme and a key of it")
    func priceSources() throws {
        let good = try Forgery(TrustFile.print(anchor()))
        #expect(throws: ProofFileError.record(.outOfRange(field: "$.priceSources[0].scheme", expected: "ed25519, secp256k1 or p256", got: "rsa"))) {
            try TrustFile.parse(good.setting(["priceSources", 0, "scheme"], to: "rsa").bytes)
        }
        #expect { try TrustFile.parse(good.setting(["priceSources", 0, "key"], to: "00").bytes) } throws: { error in
            if case ProofFileError.signature = error { true } else { false }
        }
    }

    private func venues() throws -> [PinnedVenue] {
        try SignatureScheme.allCases.map { scheme in
            PinnedVenue(name: VenueName(scheme.name)!, key: try PrivateKey(scheme: scheme, rawSecret: Bytes(repeating: 9, count: 32)).publicKey)
        }
    }

    private func venueAnchor() throws -> TrustAnchor {
        let anchor = try anchor()
        return try TrustAnchor(network: anchor.network, streams: anchor.streams, priceSources: anchor.priceSources, venues: venues())
    }

    @Test("venues come back with their keys; a file without any is printed as it was before there were venues")
    func venueRoundTrip() throws {
        let anchor = try venueAnchor()
        let printed = TrustFile.print(anchor)
        #expect(try TrustFile.parse(printed) == anchor)
        let json = try JSON.parse(printed)
        #expect(json.objectValue?.keys == ["format", "network", "streams", "priceSources", "venues"])
        #expect(json["venues"]?[0]?.objectValue?.keys == ["name", "scheme", "key"])
        let without = try JSON.parse(TrustFile.print(self.anchor()))
        #expect(without.objectValue?.keys == ["format", "network", "streams", "priceSources"])
        #expect(try TrustFile.parse(Forgery(printed).setting(["venues"], to: []).bytes) == self.anchor())
    }

    @Test(
        "a venue twice, without name or key, with a name or key that is none, or with more members is refused",
        arguments: ["twice", "no-name", "no-key", "bad-name", "bad-scheme", "bad-key", "more", "null", "too-many"])
    func venueAttacks(attack: String) throws {
        let good = try Forgery(TrustFile.print(venueAnchor()))
        let first = try #require(good.json["venues"]?[0])
        let forged =
            switch attack {
            case "twice": try good.setting(["venues"], to: [first, first])
            case "no-name": try good.setting(["venues", 0, "name"], to: nil)
            case "no-key": try good.setting(["venues", 0, "key"], to: nil)
            case "bad-name": try good.setting(["venues", 0, "name"], to: "north pole")
            case "bad-scheme": try good.setting(["venues", 0, "scheme"], to: "rsa")
            case "bad-key": try good.setting(["venues", 0, "key"], to: "00")
            case "more": try good.setting(["venues", 0, "note"], to: 1)
            case "null": try good.setting(["venues"], to: .null)
            default: try good.setting(["venues"], to: .array(Array(repeating: first, count: 257)))
            }
        let error = #expect(throws: ProofFileError.self) { try TrustFile.parse(forged.bytes) }
        if attack == "twice" { #expect(error?.shortDescription == "venue-twice") }
    }

    @Test("sizes are bounded: bytes, streams, price sources")
    func bounds() throws {
        #expect(throws: ProofFileError.encoding(.tooLong(.json, maximum: TrustFile.maximumBytes, got: TrustFile.maximumBytes + 1))) {
            try TrustFile.parse(Bytes(repeating: 32, count: TrustFile.maximumBytes + 1))
        }
        let good = try Forgery(TrustFile.print(anchor()))
        for (member, count) in [("streams", 1_025), ("priceSources", 257)] {
            #expect(throws: ProofFileError.self) {
                try TrustFile.parse(good.setting([member], to: .array(Array(repeating: [:], count: count))).bytes)
            }
        }
    }

    @Test("damaged trust files never trap, and never say something else unnoticed where a readable copy stands beside the bytes")
    func damage() throws {
        var random = SeededGenerator()
        let anchor = try anchor()
        let bytes = TrustFile.print(anchor)
        for _ in 0..<600 {
            var damaged = bytes
            damaged[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            guard let other = try? TrustFile.parse(damaged) else { continue }
            #expect(other.streams == anchor.streams)
        }
    }

    @Test("every label of an error is a bounded word")
    func labels() throws {
        let stream = try World().stream
        let errors: [ProofFileError] = [
            .encoding(.trailing(.json, offset: 1, got: 1)), .signature(.passphraseNeeded), .quorum(.unknownStream(stream)), .notCanonical(firstDifference: 1),
            .unknownFormat(expected: "a", got: "b"), .differentStream(expected: stream, got: stream), .differentGenesis(expected: .zero, got: .zero),
            .readableDiffers(path: "$", expected: "1", got: "2"), .noProofs, .tree(.emptyTree), .record(.sameDigest(.zero)),
        ]
        for error in errors {
            #expect(error.shortDescription.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
            #expect("\(error)".count >= 12)
        }
    }
}
