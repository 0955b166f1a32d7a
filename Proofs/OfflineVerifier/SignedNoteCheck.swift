import Encoding
import TransparencyLog

/// A C2SP signed note; one whose text is the checkpoint of a pinned log must be signed by the log, and by as many witnesses as are required.
struct SignedNoteCheck {
    let pins: Pins

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard !pins.notes.keys.isEmpty || !pins.notes.logs.isEmpty else { throw .nothingPinned(.signedNote, member: "notes.keys or notes.logs") }
        var trace = Trace(.signedNote)
        do { return try verified(bytes, &trace) } catch { return trace.rejected }
    }

    private func verified(_ bytes: Bytes, _ trace: inout Trace) throws(StepFailed) -> VerificationReport {
        let note = try trace.step("format", "text, an empty line, and signature lines") { try SignedNote(parsing: bytes) }
        let body = try? CheckpointBody(parsing: note.text)
        if let log = pins.notes.logs.first(where: { $0.origin == body?.origin }) {
            let checkpoint = try trace.step(
                "checkpoint", "\(note.signatures.count) signatures with the keys of log \(excerpt(log.origin.text)) and \(log.requiredWitnesses) required witnesses"
            ) { try note.verifyCheckpoint(of: log) }
            return trace.accepted(
                .facts([
                    Fact("log", excerpt(checkpoint.origin.text, limit: 200)), Fact("size", checkpoint.size), Fact("root", checkpoint.root),
                    Fact("witnesses", checkpoint.cosignings.count),
                ]))
        }
        // The keys of a log speak for its checkpoints alone: with another first line they would say anything, past all witnesses.
        let keyring = NoteKeyring(pins.notes.keys)
        let verified = try trace.step("signatures", "\(note.signatures.count) signatures with \(keyring.keys.count) pinned keys") {
            try note.verify(by: keyring)
        }
        return trace.accepted(
            .facts(
                verified.signers.map { Fact("signed by", excerpt($0.key.name.text, limit: 200)) }
                    + [Fact("text", excerpt(String(decoding: note.text, as: UTF8.self), limit: 400))]))
    }
}
