import Encoding
import ProofFile
import TestVectors
import Testing

@Suite("Attack vectors")
struct VectorTests {
    /// Attacks whose files hold an ECDSA signature, which is never the same twice.
    static let randomised: Set<String> = ["high-s"]

    @Test("every file of the folder comes to the verdict, step and error it names", arguments: vectorFolder.files)
    func folder(file: String) throws {
        let bytes = try vectorFolder.read(file)
        let vector = try AttackVector(parsing: bytes)
        #expect(file == vector.name + ".json")
        #expect(vector.attack.count > 20)
        #expect(Outcome(vector.proof, try TrustFile.parse(vector.trust)) == vector.expected)
        #expect(try vector.printed() == bytes, "the vector is spelt in another way than the generator's")
    }

    @Test("every attack, made anew, meets its error; PLIMSOLL_WRITE_VECTORS writes them to the folder")
    func generator() throws {
        let isWriting = AttackFolder.isWriting
        let vectors = try Attacks.all()
        #expect(Set(vectors.map(\.name)).count == vectors.count)
        for vector in vectors {
            #expect(Outcome(vector.proof, try TrustFile.parse(vector.trust)) == vector.expected, "\(vector.name)")
            if isWriting { try vectorFolder.write(vector.printed(), to: "\(vector.name).json") }
            guard !Self.randomised.contains(vector.name) else { continue }
            let stored = try? vectorFolder.read("\(vector.name).json")
            let printed = try vector.printed()
            #expect(stored == printed, "\(vector.name) differs from its file: run with PLIMSOLL_WRITE_VECTORS=1")
        }
    }

    @Test("the folder holds more than a few attacks, and honest proofs beside them")
    func folderIsFilled() throws {
        let vectors = try vectorFolder.files.map { try AttackVector(parsing: vectorFolder.read($0)) }
        #expect(vectors.count > 60)
        #expect(vectors.count { $0.expected == .accepted } >= 6)
        for step in ProofStep.allCases {
            #expect(vectors.contains { $0.expected.step == step.rawValue }, "no attack fails at step \(step)")
        }
    }
}
