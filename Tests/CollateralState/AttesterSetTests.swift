import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Attester sets and their changes")
struct AttesterSetTests {
    /// Key ids of the RFC 8032 keys, ascending, with their raw keys and weights.
    static let members: [(id: String, raw: String, weight: UInt8)] = [
        ("06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", 2),
        ("deb2ded39dc26fce0e6085b6fc34bf6b5941913bbfe2ea614113cff9e004c170", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", 3),
    ]

    @Test("a set is its head of 55 bytes and its attesters ascending by key id")
    func layoutIsFixed() throws {
        let head: Bytes =
            [1] + Bytes(repeating: 0x11, count: 32) + [0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0, 0, 0, 0, 0, 0, 3] + [0, 2]
        #expect(head.count == 55)
        let attesters: [Bytes] = try Self.members.map { try [1, 0, 32] + Hex.decode($0.raw) + [0, 0, 0, $0.weight] }
        let set = try Samples.set()
        #expect(set.encoded == head + attesters.joined())
        #expect(set.attesters.map(\.id.digest.hex) == Self.members.map(\.id))
        #expect(set.totalWeight == 5)
    }

    @Test("set and change digests are those of an independent SHA-256")
    func digestsArePinned() throws {
        #expect(try Samples.set().digest.hex == "83120eddfefaa2097be9bfec2da71db6f09e76294f16e1af9d68b020782a4676")
        #expect(try Samples.setChange().signingDigest.hex == "cf0911b97d72ebb280099a84f53dade71ce74325335b4e994eade3c35578e411")
    }

    @Test("a change is the current digest, the next set and the signatures")
    func changeLayout() throws {
        let change = try Samples.setChange()
        let next = change.next.encoded
        let signatures = change.signatures.flatMap { $0.signer.digest.bytes + $0.signature.bytes }
        #expect(try change.encoded() == change.current.bytes + [0, 0, 0, UInt8(next.count)] + next + [0, 2] + signatures)
        #expect(try AttesterSetChange(parsing: change.encoded()) == change)
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        try expectStrict(Samples.set().encoded) { (bytes) throws(CollateralStateError) in try AttesterSet(parsing: bytes) }
        try expectStrict(Samples.setChange().encoded()) { (bytes) throws(CollateralStateError) in try AttesterSetChange(parsing: bytes) }
    }

    @Test("another version and an unknown scheme are refused")
    func codesAreKnown() throws {
        let bytes = try Samples.set().encoded
        #expect(throws: CollateralStateError.unknownVersion(record: "attester set", expected: 1, got: 9)) {
            try AttesterSet(parsing: bytes.replacing(at: 0, with: [9]))
        }
        for code: UInt8 in [0, 4] {
            #expect(throws: CollateralStateError.unknownCode(field: "signature scheme", got: UInt64(code))) {
                try AttesterSet(parsing: bytes.replacing(at: 55, with: [code]))
            }
        }
    }

    @Test("attesters out of order, or twice, are refused")
    func orderIsStrict() throws {
        let bytes = try Samples.set().encoded
        let (head, one, other) = (Bytes(bytes[..<55]), Bytes(bytes[55..<94]), Bytes(bytes[94...]))
        #expect(try AttesterSet(parsing: head + one + other) == Samples.set())
        #expect(throws: CollateralStateError.notAscending(record: "attester", index: 0)) { try AttesterSet(parsing: head + other + one) }
        #expect(throws: CollateralStateError.notAscending(record: "attester", index: 1)) { try AttesterSet(parsing: head + other + other) }
        let key = try Attester(key: Samples.keys[0].publicKey, weight: 1)
        #expect(throws: CollateralStateError.notAscending(record: "attester", index: 1)) {
            try AttesterSet(stream: Samples.stream, number: 0, firstSequence: .first, threshold: 2, attesters: [key, key])
        }
    }

    @Test("the threshold is more than half and at most all of the weight")
    func thresholdIsAMajority() throws {
        for threshold: UInt64 in [3, 4, 5] { #expect(try Samples.set(threshold: threshold).threshold == threshold) }
        for threshold: UInt64 in [0, 1, 2, 6, .max] {
            #expect(throws: CollateralStateError.outOfRange(field: "threshold", expected: "more than half of 5 and at most 5", got: "\(threshold)")) {
                try Samples.set(threshold: threshold)
            }
        }
        let four = try Samples.keys.map { try Attester(key: $0.publicKey, weight: 2) }
        #expect(throws: CollateralStateError.self, "half is not more than half") {
            try AttesterSet(stream: Samples.stream, number: 0, firstSequence: .first, threshold: 2, attesters: four)
        }
    }

    @Test("a weight of zero is refused, and the largest weights do not overflow")
    func weightsAreBounded() throws {
        #expect(throws: CollateralStateError.outOfRange(field: "attester weight", expected: "at least 1", got: "0")) {
            try Attester(key: Samples.keys[0].publicKey, weight: 0)
        }
        #expect(throws: CollateralStateError.self) { try AttesterSet(parsing: Samples.set().encoded.replacing(at: 90, with: [0, 0, 0, 0])) }
        let heavy = try (1...256).map { number in
            let secret = Bytes(repeating: 9, count: 30) + [UInt8(number >> 8), UInt8(number & 255)]
            return try Attester(key: PrivateKey(scheme: .ed25519, rawSecret: secret).publicKey, weight: .max)
        }
        let total = 256 * UInt64(UInt32.max)
        let set = try AttesterSet(stream: Samples.stream, number: 0, firstSequence: .first, threshold: total, attesters: heavy)
        #expect(set.totalWeight == total)
        #expect(try AttesterSet(parsing: set.encoded) == set)
        #expect(set.encoded.count <= AttesterSet.maximumBytes)
    }

    @Test("a set has 1 to 256 attesters")
    func countIsBounded() throws {
        #expect(throws: CollateralStateError.outOfRange(field: "attesters of a set", expected: "1 to 256", got: "0")) {
            try AttesterSet(stream: Samples.stream, number: 0, firstSequence: .first, threshold: 1, attesters: [])
        }
        let bytes = try Samples.set().encoded
        for (count, code) in [("0", [0, 0]), ("257", [1, 1]), ("65535", [255, 255])] as [(String, Bytes)] {
            #expect(throws: CollateralStateError.outOfRange(field: "attesters of a set", expected: "1 to 256", got: count)) {
                try AttesterSet(parsing: bytes.replacing(at: 53, with: code))
            }
        }
    }

    @Test("number 0 holds from sequence 1, every other set from a later one")
    func firstSequenceFollowsFromNumber() throws {
        #expect(throws: CollateralStateError.outOfRange(field: "first sequence of set 0", expected: "1", got: "2")) {
            try Samples.set(number: 0, first: 2)
        }
        #expect(throws: CollateralStateError.outOfRange(field: "first sequence of set 3", expected: "more than 1", got: "1")) {
            try Samples.set(number: 3, first: 1)
        }
    }

    @Test("a key that is no point, or of the wrong length, is refused")
    func keysAreParsed() throws {
        let bytes = try Samples.set().encoded
        // The same 32 bytes as a compressed point of another curve: too short.
        #expect { try AttesterSet(parsing: bytes.replacing(at: 55, with: [2])) } throws: { error in
            if case CollateralStateError.signature = error { true } else { false }
        }
        #expect(throws: CollateralStateError.encoding(.tooLong(.binary, maximum: 64, got: 65))) {
            try AttesterSet(parsing: bytes.replacing(at: 56, with: [0, 65]))
        }
    }

    @Test("all three schemes come back from their bytes")
    func schemes() throws {
        let attesters = try SignatureScheme.allCases.map {
            try Attester(key: PrivateKey(scheme: $0, rawSecret: Bytes(repeating: 5, count: 32)).publicKey, weight: 1)
        }
        let set = try AttesterSet(stream: Samples.stream, number: 0, firstSequence: .first, threshold: 2, attesters: attesters)
        #expect(try AttesterSet(parsing: set.encoded) == set)
        #expect(Set(set.attesters.map(\.key.scheme)) == Set(SignatureScheme.allCases))
    }

    @Test("a change has at most 512 signatures")
    func signaturesAreBounded() throws {
        let change = try Samples.setChange()
        let many = Array(repeating: change.signatures[0], count: 513)
        let error = CollateralStateError.outOfRange(field: "signatures of a set change", expected: "at most 512", got: "513")
        #expect(throws: error) { try AttesterSetChange(current: change.current, next: change.next, signatures: many) }
        let head = change.current.bytes + [0, 0, 0, UInt8(change.next.encoded.count)] + change.next.encoded
        #expect(throws: error) { try AttesterSetChange(parsing: head + [2, 1]) }
    }

    @Test("what is signed differs with the current set and with every byte of the next")
    func signingDigestBindsBothSets() throws {
        let (current, next) = (try Samples.set(), try Samples.set(number: 1, first: 50))
        let others = try [Samples.set(number: 2, first: 50), Samples.set(number: 1, first: 51), Samples.set(number: 1, first: 50, threshold: 4)]
        var digests = Set(others.map { AttesterSetChange.signingDigest(current: current.digest, next: $0) })
        digests.insert(AttesterSetChange.signingDigest(current: current.digest, next: next))
        digests.insert(AttesterSetChange.signingDigest(current: others[0].digest, next: next))
        #expect(digests.count == 5)
    }
}
