import CollateralState
import Encoding
import Signatures
import Testing

@testable import UnifiedView

@Suite("What a view stands for, in bytes")
struct ViewCommitmentTests {
    @Test("the bytes read back to the same commitment, and any changed byte is refused or is another view")
    func roundTrip() throws {
        let (one, other) = (try SampleStream(0), try SampleStream(1))
        var ledger = try StreamLedger(description: one.description, history: one.genesisHistory)
        for message in try one.run(3) { _ = try ledger.insert(message.certified) }
        let empty = try StreamLedger(description: other.description, history: other.genesisHistory)
        let view = try CollateralView(
            network: SampleStream.network, ledgers: [ledger, empty], links: AccountLinks(network: SampleStream.network), contradictions: [other.id: "x"])
        #expect(view.commitment[one.id]?.tip?.digest == view[one.id]?.digest && view.commitment[one.id]?.standing == .live)
        #expect(view.commitment[other.id]?.tip == nil && view.commitment[other.id]?.standing == .halted)
        let bytes = view.commitment.encoded
        #expect(try ViewCommitment(parsing: bytes) == view.commitment)
        #expect(view.digest == SHA256.hash(tag: .view, bytes))
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 1
            let parsed = try? ViewCommitment(parsing: other)
            #expect(parsed?.digest != view.digest)
        }
        for length in 0..<bytes.count { #expect(throws: UnifiedViewError.self) { try ViewCommitment(parsing: Bytes(bytes.prefix(length))) } }
        #expect(throws: UnifiedViewError.self) { try ViewCommitment(parsing: bytes + [0]) }
    }
}
