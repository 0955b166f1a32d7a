import Encoding
import Testing
import TestVectors
import WormholeVAA

@Suite("Attacks on VAAs")
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
        print("WormholeVAA attacks: \(attacks.count) made and run, \(vectorFolder.files.count) files found and run")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let isWriting = AttackFolder.isWriting
        for attack in attacks {
            #expect(attack.outcome() == attack.expect, "\(attack.name)")
            if isWriting { try vectorFolder.write(attack.printed(), to: "\(attack.name).json") }
        }
        #expect(Set(attacks.map { $0.name + ".json" }).isSubset(of: vectorFolder.files), "run with PLIMSOLL_WRITE_VECTORS=1")
    }

    @Test("no byte of a VAA can be changed, and none left out")
    func everyByte() throws {
        let guardians = try Guardians(1...2)
        let history = GuardianSetHistory(genesis: try GuardianSet(index: 0, guardians: guardians.addresses))
        let honest = try guardians.vaa(.message(), by: [0, 1])
        #expect(try history.verify(honest, now: 0).body == .message())
        for place in honest.indices {
            var altered = honest
            altered[place] ^= 1 << UInt8(place % 8)
            #expect(throws: WormholeVAAError.self, "byte \(place)") { try history.verify(altered, now: 0) }
            #expect(throws: WormholeVAAError.self, "cut at \(place)") { try history.verify(Bytes(honest.prefix(place)), now: 0) }
        }
    }

    @Test("a VAA above the largest size is refused before it is read")
    func tooLong() {
        let got = VAA.maximumByteCount + 1
        #expect(throws: WormholeVAAError.tooLong(maximum: VAA.maximumByteCount, got: got)) { try VAA(parsing: Bytes(repeating: 1, count: got)) }
    }

    @Test("random bytes are refused, never trapped on")
    func randomBytes() throws {
        let history = GuardianSetHistory(genesis: try GuardianSet(index: 0, guardians: try Guardians(1...1).addresses))
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let bytes = [1, 0, 0, 0, 0] + random.bytes(Int(random.next() % 200))
            #expect(throws: WormholeVAAError.self) { try history.verify(bytes, now: 0) }
        }
    }

    @Test("a quorum is more than two thirds")
    func quorum() throws {
        for (size, quorum) in [(1, 1), (2, 2), (3, 3), (4, 3), (6, 5), (7, 5), (13, 9), (19, 13)] {
            #expect(try GuardianSet(index: 0, guardians: Guardians(1...UInt8(size)).addresses).quorum == quorum)
        }
    }
}
