import Encoding
import Signatures
import Testing
import TransparencyLog

/// A log with a key, and checkpoints of it, for tests.
struct SampleLog {
    let origin: LogOrigin
    let signer: NoteSigner
    var log = AppendOnlyLog()

    init(_ name: String = "log.example/7", secret: UInt8 = 1, leaves: Int = 0) throws {
        origin = try LogOrigin(name)
        signer = try NoteSigner(
            name: NoteKeyName(name), privateKey: PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: secret, count: 32)))
        for number in 0..<leaves { log.append(Bytes("leaf \(number)".utf8)) }
    }

    func trusted(witnesses: [NoteVerifierKey] = [], required: Int = 0) throws -> TrustedLog {
        try TrustedLog(origin: origin, logKeys: [signer.verifierKey], witnesses: witnesses, requiredWitnesses: required)
    }

    /// What the log signs now.
    func checkpoint() throws -> VerifiedCheckpoint {
        try signer.sign(log.checkpoint(origin: origin)).verifyCheckpoint(of: trusted())
    }

    /// The log after more leaves, and its checkpoint.
    mutating func grow(to size: Int, leaf: String = "leaf") throws -> VerifiedCheckpoint {
        for number in Int(log.size)..<size { log.append(Bytes("\(leaf) \(number)".utf8)) }
        return try checkpoint()
    }

    static func cosigner(_ name: String = "witness.example/1", secret: UInt8 = 9) throws -> NoteCosigner {
        try NoteCosigner(
            name: NoteKeyName(name), privateKey: PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: secret, count: 32)))
    }
}
