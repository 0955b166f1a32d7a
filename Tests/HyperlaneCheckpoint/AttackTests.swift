import Encoding
import HyperlaneCheckpoint
import TestVectors
import Testing

@Suite("Attacks on Hyperlane messages")
struct AttackTests {
    @Test("every file of the folder meets the error it names", arguments: vectorFolder.files)
    func folder(file: String) throws {
        let bytes = try vectorFolder.read(file)
        let vector = try AttackVector(parsing: bytes)
        #expect(file == vector.name + ".json")
        #expect(vector.outcome() == vector.expect)
        #expect(vector.printed() == bytes, "the vector is spelt in another way than the generator's")
    }

    @Test("every attack, made anew, meets its error; PLIMSOLL_WRITE_VECTORS writes them to the folder")
    func generator() throws {
        let attacks = try Attacks().all
        print("HyperlaneCheckpoint attacks: \(attacks.count) made and run, \(vectorFolder.files.count) files found and run")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let isWriting = AttackFolder.isWriting
        for attack in attacks {
            #expect(attack.outcome() == attack.expect, "\(attack.name)")
            if isWriting { try vectorFolder.write(attack.printed(), to: "\(attack.name).json") }
        }
        #expect(Set(attacks.map { $0.name + ".json" }).isSubset(of: vectorFolder.files), "run with PLIMSOLL_WRITE_VECTORS=1")
    }

    @Test("no byte of message or metadata can be changed, and none left out")
    func everyByte() throws {
        let attacks = try Attacks().all
        for name in ["honest-threshold", "honest-later-checkpoint"] {
            let honest = try #require(attacks.first { $0.name == name })
            for place in honest.message.indices {
                var altered = honest
                altered.message[place] ^= 1 << UInt8(place % 8)
                #expect(altered.outcome() != "accepted", "\(name): byte \(place) of the message")
            }
            for place in honest.metadata.indices where place % 3 == 0 || place < 100 {
                var (altered, cut) = (honest, honest)
                altered.metadata[place] ^= 1 << UInt8(place % 8)
                cut.metadata = Bytes(honest.metadata.prefix(place))
                #expect(altered.outcome() != "accepted", "\(name): byte \(place) of the metadata")
                #expect(cut.outcome() != "accepted", "\(name): metadata cut at \(place)")
            }
        }
    }
}

@Suite("Merkle tree of depth 32")
struct MerkleTreeTests {
    @Test("the incremental tree, the proofs and a full tree agree on random leaves")
    func twins() throws {
        var random = SeededGenerator()
        var (tree, leaves) = (IncrementalMerkleTree(), [Digest]())
        for _ in 0..<70 {
            leaves.append(try Digest(random.bytes(32)))
            try tree.append(leaves[leaves.count - 1])
            let root = tree.root
            #expect(root == referenceRoot(leaves[...], depth: 32))
            let index = UInt32(random.next() % UInt64(leaves.count))
            try MerkleProof.make(index: index, among: leaves).verify(root: root)
        }
    }

    @Test("a proof of a leaf that is not there cannot be made")
    func outside() {
        #expect(throws: HyperlaneCheckpointError.indexOutOfRange(leafCount: 1, got: 1)) { try MerkleProof.make(index: 1, among: [.zero]) }
        #expect(throws: HyperlaneCheckpointError.indexOutOfRange(leafCount: 0, got: 0)) { try MerkleProof.make(index: 0, among: []) }
    }

    @Test("metadata of both forms is written as it is read")
    func metadata() throws {
        for attack in try Attacks().all where attack.outcome() == "accepted" {
            #expect(try MultisigMetadata(parsing: attack.metadata, form: attack.form).encoded == attack.metadata)
        }
    }
}
