import Encoding
import TestVectors
import Testing

@Suite("Attacks on state proofs")
struct AttackTests {
    @Test("every file of the folder meets the answer it names", arguments: vectorFolder.files)
    func folder(file: String) throws {
        let bytes = try vectorFolder.read(file)
        let vector = try AttackVector(parsing: bytes)
        #expect(file == vector.name + ".json")
        #expect(vector.outcome() == vector.expect)
        #expect(vector.printed() == bytes, "the vector is spelt in another way than the generator's")
    }

    @Test("every attack, made anew, meets its answer; PLIMSOLL_WRITE_VECTORS writes them to the folder")
    func generator() throws {
        let attacks = try Attacks().all
        print("EthereumState attacks: \(attacks.count) made and run, \(vectorFolder.files.count) files found and run")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let isWriting = AttackFolder.isWriting
        for attack in attacks {
            #expect(attack.outcome() == attack.expect, "\(attack.name)")
            if isWriting { try vectorFolder.write(attack.printed(), to: "\(attack.name).json") }
            let stored = try? vectorFolder.read("\(attack.name).json")
            #expect(stored == attack.printed(), "\(attack.name) differs from its file: run with PLIMSOLL_WRITE_VECTORS=1")
        }
    }
}
