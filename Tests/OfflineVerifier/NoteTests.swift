import Encoding
import OfflineVerifier
import Signatures
import Testing
import TransparencyLog

@Suite("Notes and the keys that may sign them")
struct NoteTests {
    private let signer: NoteSigner

    init() throws {
        signer = try NoteSigner(name: NoteKeyName("example.org/log"), privateKey: PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 3, count: 32)))
    }

    private func checkpoint(_ origin: String) throws -> Bytes {
        try signer.sign(CheckpointBody(origin: LogOrigin(origin), size: 7, root: SHA256.hash([1]))).encoded
    }

    private func verify(_ note: Bytes, _ change: (inout Pins) throws -> Void) throws -> VerificationReport {
        var pins = Pins()
        try change(&pins)
        return try ProofVerifier(pins: pins, now: nil).verify(note)
    }

    @Test("a log's key signs that log's checkpoints and nothing else: another first line escapes neither origin nor witnesses")
    func logKeys() throws {
        let log = try TrustedLog(origin: LogOrigin("example.org/log"), logKeys: [signer.verifierKey])
        #expect(try verify(checkpoint("example.org/log")) { $0.notes.logs = [log] }.verdict == .accepted)
        let other = try verify(checkpoint("example.org/other")) { $0.notes.logs = [log] }
        #expect(other.verdict == .rejected && other.steps.last?.name == "signatures")
        #expect(try verify(checkpoint("example.org/other")) { $0.notes.keys = [signer.verifierKey] }.verdict == .accepted)
    }

    @Test("a tlog-proof does not say of which entry it is, so it is not taken for the note inside it")
    func logProof() throws {
        let note = try SignedNote(parsing: checkpoint("example.org/log"))
        let proof = try LogInclusionProof(index: 0, hashes: [], checkpoint: note).encoded
        #expect(ProofKind.recognized(in: proof) == nil)
    }
}
