import Encoding
import TestVectors
import Testing

@Suite("Attack vectors")
struct AttackVectorTests {
    @Test("every file of the folder comes to the verdict it names", arguments: vectorFolder.files)
    func folder(file: String) throws {
        let bytes = try vectorFolder.read(file)
        let vector = try AttackVector(parsing: bytes)
        #expect(file == vector.name + ".json")
        #expect(vector.attack.count > 20)
        #expect(try vector.outcome() == vector.expect)
        #expect(vector.printed() == bytes, "the vector is spelt in another way than the generator's")
    }

    @Test("every attack, made anew, meets its error; PLIMSOLL_WRITE_VECTORS writes them to the folder")
    func generator() throws {
        let isWriting = AttackFolder.isWriting
        let vectors = try Attacks.all()
        #expect(Set(vectors.map(\.name)).count == vectors.count)
        for vector in vectors {
            #expect(try vector.outcome() == vector.expect, "\(vector.name)")
            if isWriting { try vectorFolder.write(vector.printed(), to: "\(vector.name).json") }
            let stored = try? vectorFolder.read("\(vector.name).json")
            // Signatures of secp256k1 are never the same twice.
            guard !vector.name.contains("secp256k1") else { continue }
            #expect(stored == vector.printed(), "\(vector.name) differs from its file: run with PLIMSOLL_WRITE_VECTORS=1")
        }
        print("CometBFT vectors: \(vectorFolder.files.count) files found, \(vectors.count) made anew")
    }

    @Test("the folder holds attacks of many kinds, and honest blocks beside them")
    func variety() throws {
        let expected = Set(try vectorFolder.files.map { try AttackVector(parsing: vectorFolder.read($0)).expect })
        #expect(expected.count > 20 && expected.isSuperset(of: ["accepted", "not-enough-trust"]))
    }
}
