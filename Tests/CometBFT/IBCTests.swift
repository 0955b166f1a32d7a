@testable import CometBFT
import CommitmentProofs
import Encoding
import Signatures
import Testing

/// Updates of an IBC client, made by hand.
struct IBCTests {
    let members = [Member(0), Member(1, .secp256k1), Member(2), Member(3), Member(4), Member(5), Member(6)]

    func block(height: UInt64 = 9, chainID: String = World.chainID) throws -> LightBlock {
        try World.block(height: height, members, next: members, chainID: chainID) { $0.index == 0 ? .absent : $0.index == 2 ? .nothing : .block }
    }

    func headerBytes(
        _ block: LightBlock, trustedHeight: IBCHeight = IBCHeight(revision: 1, height: 1), trusted: ValidatorSet? = nil, total: UInt64 = 0
    ) throws -> Bytes {
        message {
            $0.embedded(1, block.signedHeader.protobuf)
            $0.embedded(2, block.validators.protobuf(total: total))
            $0.embedded(3, trustedHeight.protobuf)
            $0.embedded(4, (trusted ?? block.validators).protobuf())
        }
    }

    func client(
        frozen: IBCHeight = IBCHeight(revision: 0, height: 0), trustLevel: (UInt64, UInt64) = (1, 3), period: UInt64 = 1_000, specs: [Bytes] = IBCClientState.proofSpecs,
        latest: IBCHeight = IBCHeight(revision: 1, height: 4)
    ) -> Bytes {
        func seconds(_ count: UInt64) -> Bytes { message { $0.number(1, count) } }
        return message {
            $0.data(1, Bytes(World.chainID.utf8))
            $0.embedded(2, message { $0.number(1, trustLevel.0); $0.number(2, trustLevel.1) })
            $0.embedded(3, seconds(period))
            $0.embedded(4, seconds(2_000))
            $0.embedded(5, seconds(5))
            $0.embedded(6, frozen.protobuf)
            $0.embedded(7, latest.protobuf)
            for spec in specs { $0.embedded(8, spec) }
            $0.embedded(9, Bytes("upgrade".utf8))
        }
    }

    func consensusState() throws -> IBCConsensusState {
        IBCConsensusState(try World.header(height: 1, next: try World.set(members).hash))
    }

    func verdict(_ header: Bytes, client: Bytes? = nil) throws -> String {
        do {
            let (state, header) = (try IBCClientState(parsing: client ?? self.client()), try IBCHeader(parsing: header))
            return state.verify(header, from: try consensusState(), now: try World.time(10)).label
        } catch let error as CometBFTError {
            return error.shortDescription
        }
    }

    @Test("a header comes back from its protobuf, whatever its votes and keys")
    func roundTrip() throws {
        let block = try block()
        let header = try IBCHeader(parsing: try headerBytes(block, total: block.validators.totalPower))
        #expect(header.signedHeader == block.signedHeader && header.validators == block.validators)
        #expect(header.height == IBCHeight(revision: 1, height: 9))
        #expect(try verdict(try headerBytes(block)) == "accepted")
    }

    @Test("a client that is frozen, of another revision, or behind the header's trusted height accepts nothing")
    func refusedByTheClient() throws {
        let honest = try headerBytes(try block())
        #expect(try verdict(honest, client: client(frozen: IBCHeight(revision: 0, height: 1))) == "client-frozen")
        #expect(try verdict(honest, client: client(latest: IBCHeight(revision: 2, height: 4))) == "wrong-revision")
        #expect(try verdict(try headerBytes(try block(), trustedHeight: IBCHeight(revision: 2, height: 1))) == "wrong-revision")
        #expect(try verdict(try headerBytes(try block(chainID: "test-2"))) == "wrong-revision")
        #expect(try verdict(try headerBytes(try block(chainID: "other-1"))) == "different-chain")
        #expect(try verdict(try headerBytes(try block(), trustedHeight: IBCHeight(revision: 1, height: 5))) == "wrong-trusted-height")
        #expect(try verdict(try headerBytes(try block(), trusted: try World.set([Member(50)]))) == "wrong-next-validators-hash")
        #expect(try verdict(honest, client: client(trustLevel: (1, 4))) == "malformed")
        #expect(try verdict(honest, client: client(period: 2_000)) == "malformed")
        #expect(try verdict(honest, client: client(specs: [])) == "unsupported-proof-specs")
    }

    @Test("protobuf with members missing, unknown, out of bounds or contradicting each other is refused")
    func strict() throws {
        let block = try block()
        let honest = try headerBytes(block)
        #expect(try verdict(honest + [0x2a, 0]) == "malformed-protobuf")
        #expect(try verdict([]) == "malformed-protobuf")
        #expect(try verdict(Bytes(honest.dropLast())) == "malformed-protobuf")
        #expect(try verdict(try headerBytes(block, total: 71)) == "malformed")
        #expect(try verdict(Bytes(repeating: 0, count: IBCHeader.maximumBytes + 1)) == "too-large")
        #expect(try verdict(honest, client: client() + [0x50, 2]) == "malformed")
        #expect(try verdict(honest, client: client() + [0x50, 1]) == "accepted")
        for missing in 1...4 as ClosedRange<UInt64> {
            let bytes = message { writer in
                let parts = [block.signedHeader.protobuf, block.validators.protobuf(), IBCHeight(revision: 1, height: 1).protobuf, block.validators.protobuf()]
                for (field, part) in zip(1...4 as ClosedRange<UInt64>, parts) where field != missing { writer.embedded(field, part) }
            }
            #expect(try verdict(bytes) == "malformed-protobuf")
        }
    }

    @Test("a chain id names its revision at its end, without leading zeros", arguments: [
        ("cosmoshub-4", 4), ("simd-2", 2), ("test", 0), ("test-0", 0), ("test-01", 0), ("test--1", 0), ("-1", 0), ("a-b-12", 12), ("test-", 0),
        ("test-18446744073709551616", 0), ("test-+1", 0),
    ] as [(String, UInt64)])
    func revisions(chainID: String, revision: UInt64) {
        #expect(IBCHeight.revision(of: chainID) == revision)
    }
}
