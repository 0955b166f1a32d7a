import Encoding
import Foundation
import Testing

@Suite("Attacks on state proofs")
struct AttackTests {
    @Test("every file of the folder meets the answer it names", arguments: VectorFolder.files)
    func folder(file: String) throws {
        let bytes = try VectorFolder.read(file)
        let vector = try AttackVector(parsing: bytes)
        #expect(file == vector.name + ".json")
        #expect(vector.outcome() == vector.expect)
        #expect(vector.printed() == bytes, "the vector is spelt in another way than the generator's")
    }

    @Test("every attack, made anew, meets its answer; PLIMSOLL_WRITE_VECTORS writes them to the folder")
    func generator() throws {
        let attacks = try Attacks().all
        print("EthereumState attacks: \(attacks.count) made and run, \(VectorFolder.files.count) files found and run")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let isWriting = ProcessInfo.processInfo.environment["PLIMSOLL_WRITE_VECTORS"] != nil
        for attack in attacks {
            #expect(attack.outcome() == attack.expect, "\(attack.name)")
            if isWriting { try VectorFolder.write(attack.printed(), to: "\(attack.name).json") }
            let stored = try? VectorFolder.read("\(attack.name).json")
            #expect(stored == attack.printed(), "\(attack.name) differs from its file: run with PLIMSOLL_WRITE_VECTORS=1")
        }
    }
}
