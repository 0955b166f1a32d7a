import CollateralState
import Encoding
import Signatures
import Testing

@testable import Quorum

@Suite("Attester set changes")
struct AttesterSetHistoryTests {
    static let everybody: [Int: UInt32] = [0: 1, 1: 1, 2: 1, 3: 1, 4: 1]

    @Test("a history begins with a genesis set")
    func beginsAtGenesis() throws {
        let world = try World()
        let later = try World.set(world.stream, 1, 9, weights: Self.everybody)
        #expect(throws: QuorumError.wrongSetNumber(expected: 0, got: 1)) { try AttesterSetHistory(genesis: later) }
    }

    @Test("a quorum of the current set and every new key make the next one, which holds from its first sequence")
    func steps() throws {
        let world = try World()
        var history = try world.history
        let change = try World.change(from: world.genesis, first: 10, weights: [2: 1, 3: 1, 5: 1, 6: 1], signers: [0, 1, 2, 5, 6])
        try history.apply(change)
        #expect(history.current == change.next)
        #expect(history.changes == [change])
        #expect(try history.set(for: SequenceNumber(9)) == world.genesis)
        #expect(try history.set(for: SequenceNumber(10)) == change.next)
        #expect(try history.set(for: SequenceNumber(.max)) == change.next)
        let again = try World.change(from: change.next, first: 11, weights: [5: 1], signers: [2, 3, 5])
        try history.apply(again)
        #expect(history.sets.map(\.number) == [0, 1, 2])
        #expect(try history.set(for: SequenceNumber(10)) == change.next)
        #expect(history.everMember(World.keys[0].id)?.id == World.keys[0].id)
        #expect(history.everMember(KeyID(digest: .zero)) == nil)
    }

    @Test("old certificates stay valid under the set of their sequence, and a removed attester certifies nothing later")
    func oldProofsStayValid() throws {
        let world = try World()
        var history = try world.history
        let attestations = try world.attestations([0, 1, 2])
        let before = try history.certify(world.header, attestations)
        try history.apply(World.change(from: world.genesis, first: 2, weights: [3: 1, 4: 1, 5: 1], signers: [0, 1, 2, 5]))
        #expect(try history.certify(world.header, attestations) == before)
        let later = try World.message(world.stream, sequence: 2, set: 1).header
        #expect(throws: QuorumError.unknownSigner(World.keys[0].id, setNumber: 1)) {
            try history.certify(later, [World.attestation(0, of: later)])
        }
        let old = try World.message(world.stream, sequence: 2, set: 0).header
        #expect(throws: QuorumError.wrongSet(sequence: old.sequence, expected: 1, got: 0)) { try history.tally(for: old) }
        let early = try World.message(world.stream, sequence: 1, set: 1).header
        #expect(throws: QuorumError.wrongSet(sequence: early.sequence, expected: 0, got: 1)) { try history.tally(for: early) }
    }

    @Test("a change without a quorum of the current set's weight is refused, however many new keys sign")
    func quorumOfTheCurrentSet() throws {
        let world = try World(weights: [5, 4, 3, 2, 1], threshold: 9)
        var history = try world.history
        let change = try World.change(from: world.genesis, first: 10, weights: [5: 1, 6: 1], signers: [0, 2, 5, 6])
        #expect(throws: QuorumError.underQuorum(expected: 9, got: 8)) { try history.apply(change) }
        #expect(history.sets == [world.genesis])
        try history.apply(World.change(from: world.genesis, first: 10, weights: [5: 1, 6: 1], signers: [0, 1, 5, 6]))
    }

    @Test("every new key has to sign: nobody is made an attester unasked, or with a key nobody holds")
    func newKeysSign() throws {
        let world = try World()
        var history = try world.history
        let change = try World.change(from: world.genesis, first: 10, weights: [0: 1, 5: 1, 6: 1], signers: [0, 1, 2, 3, 4, 5])
        #expect(throws: QuorumError.newKeyUnsigned(World.keys[6].id)) { try history.apply(change) }
    }

    @Test("a member who gets another weight need not sign again")
    func oldKeysNeedNot() throws {
        let world = try World()
        var history = try world.history
        try history.apply(World.change(from: world.genesis, first: 10, weights: [3: 7, 4: 8], signers: [0, 1, 2]))
        #expect(history.current.totalWeight == 15)
    }

    @Test("a signer twice is refused, and so is one of neither set")
    func signersAreASet() throws {
        let world = try World()
        var history = try world.history
        let twice = try World.change(from: world.genesis, first: 10, weights: Self.everybody, signers: [0, 0, 1])
        #expect(throws: QuorumError.duplicateSigner(World.keys[0].id)) { try history.apply(twice) }
        let stranger = try World.change(from: world.genesis, first: 10, weights: Self.everybody, signers: [0, 1, 2, 6])
        #expect(throws: QuorumError.unknownSigner(World.keys[6].id, setNumber: 1)) { try history.apply(stranger) }
    }

    @Test("one signature that does not hold refuses the whole change")
    func everySignatureIsVerified() throws {
        let world = try World()
        var history = try world.history
        let good = try World.change(from: world.genesis, first: 10, weights: Self.everybody, signers: [0, 1, 2, 3])
        for index in good.signatures.indices {
            var signatures = good.signatures
            signatures[index] = KeyedSignature(signer: signatures[index].signer, signature: signatures[(index + 1) % 4].signature)
            let forged = try AttesterSetChange(current: good.current, next: good.next, signatures: signatures)
            #expect { try history.apply(forged) } throws: { error in
                if case QuorumError.invalidSignature = error { true } else { false }
            }
        }
        try history.apply(good)
    }

    @Test("numbers are gapless and first sequences ascend")
    func numbersAndSequences() throws {
        let world = try World()
        var history = try world.history
        let skipping = try World.change(from: world.genesis, first: 10, weights: Self.everybody, signers: [0, 1, 2], number: 2)
        #expect(throws: QuorumError.wrongSetNumber(expected: 1, got: 2)) { try history.apply(skipping) }
        let first = try World.change(from: world.genesis, first: 10, weights: Self.everybody, signers: [0, 1, 2])
        try history.apply(first)
        for sequence: UInt64 in [9, 10] {
            let change = try World.change(from: first.next, first: sequence, weights: Self.everybody, signers: [0, 1, 2])
            #expect(throws: QuorumError.setNotLater(previousFirst: try SequenceNumber(10), got: try SequenceNumber(sequence))) {
                try history.apply(change)
            }
        }
    }

    @Test("a change builds on the current set's digest: it can be neither replayed nor moved to another history")
    func chainOfDigests() throws {
        let world = try World()
        var history = try world.history
        let change = try World.change(from: world.genesis, first: 10, weights: [0: 1, 1: 1, 2: 1], signers: [0, 1, 2])
        try history.apply(change)
        #expect(throws: QuorumError.brokenSetChain(expected: change.next.digest, got: world.genesis.digest)) { try history.apply(change) }
        let other = try World(weights: [2, 2, 2, 2, 2])
        var theirs = try other.history
        #expect(throws: QuorumError.brokenSetChain(expected: other.genesis.digest, got: world.genesis.digest)) { try theirs.apply(change) }
    }

    @Test("a change of another stream's set is refused")
    func foreignStream() throws {
        let world = try World()
        let other = try World(vault: "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        var history = try world.history
        let change = try World.change(from: other.genesis, first: 10, weights: Self.everybody, signers: [0, 1, 2])
        #expect(throws: QuorumError.foreignStream(expected: world.stream, got: other.stream)) { try history.apply(change) }
    }

    @Test("every damaged byte of a change is refused")
    func damagedChange() throws {
        let world = try World()
        let change = try World.change(from: world.genesis, first: 10, weights: [0: 1, 5: 1], signers: [0, 1, 2, 5])
        let bytes = try change.encoded()
        for offset in bytes.indices {
            var damaged = bytes
            damaged[offset] ^= 1
            #expect(throws: (any Error).self, "byte \(offset)") {
                var history = try world.history
                try history.apply(AttesterSetChange(parsing: damaged))
            }
        }
    }
}
