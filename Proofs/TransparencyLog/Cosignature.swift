import Encoding
import Signatures

/// cosignature/v1: a time, and an Ed25519 signature over the time and the text of a checkpoint.
///
/// It says: as of this time, the checkpoint is the largest one of its origin that the witness has seen, and consistent with all of them.
/// Source: C2SP tlog-cosignature, "Format" and "Ed25519 signed message".
enum Cosignature {
    static let byteCount = 8 + Signature.byteCount
    /// The greatest time there may be, in seconds since 1970.
    static let maximumTime = UInt64(Int64.max)

    /// What is signed.
    static func message(_ text: Bytes, time: UInt64) -> Bytes {
        Bytes("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}

extension NoteVerifierKey {
    /// - Returns: the time.
    func verifyCosignature(_ bytes: Bytes, over text: Bytes) throws(TransparencyLogError) -> UInt64 {
        guard bytes.count == Cosignature.byteCount else {
            throw .refusedSignature(name, .wrongLength("cosignature", expected: Cosignature.byteCount, got: bytes.count))
        }
        let time = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard time <= Cosignature.maximumTime else { throw .cosignatureTimeTooLarge(maximum: Cosignature.maximumTime, got: time) }
        try verify(ed25519: Bytes(bytes.dropFirst(8)), over: Cosignature.message(text, time: time))
        return time
    }
}
