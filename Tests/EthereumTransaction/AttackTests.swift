import Encoding
import EthereumTransaction
import Signatures
import TestVectors
import Testing

@Suite("Attacks on transactions")
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
        print("EthereumTransaction attacks: \(attacks.count) made and run, \(vectorFolder.files.count) files found and run")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let isWriting = AttackFolder.isWriting
        for attack in attacks {
            #expect(attack.outcome() == attack.expect, "\(attack.name)")
            if isWriting { try vectorFolder.write(attack.printed(), to: "\(attack.name).json") }
        }
        #expect(Set(attacks.map { $0.name + ".json" }).isSubset(of: vectorFolder.files), "run with PLIMSOLL_WRITE_VECTORS=1")
    }

    @Test("a changed byte never leaves the sender, and no byte can be left out")
    func everyByte() throws {
        for honest in try Attacks().all where honest.name.hasPrefix("honest-") {
            for place in honest.transaction.indices {
                var (altered, cut) = (honest, honest)
                altered.transaction[place] ^= 1 << UInt8(place % 8)
                cut.transaction = Bytes(honest.transaction.prefix(place))
                #expect(altered.outcome() != "accepted", "\(honest.name): byte \(place)")
                #expect(cut.outcome() != "accepted", "\(honest.name): cut at \(place)")
            }
        }
    }

    @Test("what was never executed is asked separately: an authorization leads to its authority")
    func authority() throws {
        let key = try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 0x22, count: 32))
        let unsigned: [RLPItem] = [.integer(1), .bytes(Bytes(repeating: 0xcc, count: 20)), .integer(3)]
        let digest = Keccak256.hash([5] + RLP.encode(.list(unsigned)))
        let signature = try key.sign(digest)
        let authority = try EthereumAddress(publicKey: key.publicKey)
        let parity: UInt64 = try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: 0) == authority ? 0 : 1
        let numbers: [RLPItem] = [
            .integer(parity), .integer(bigEndian: signature.bytes.prefix(32)), .integer(bigEndian: signature.bytes.suffix(32)),
        ]
        let bytes = try TransactionMaker(.setCode).with { $0.authorizations = [.list(unsigned + numbers)] }.encoded()
        let authorization = try #require(try SignedTransaction(parsing: bytes).authorizations.first)
        #expect(authorization.signingHash == digest)
        #expect(try authorization.authority() == authority)
    }

    @Test("random bytes are refused, never trapped on")
    func randomBytes() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let bytes = [UInt8(random.next() % 5)] + random.bytes(Int(random.next() % 120))
            #expect(throws: EthereumTransactionError.self) { try SignedTransaction(parsing: bytes) }
        }
    }
}
