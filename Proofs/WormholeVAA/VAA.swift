public import Encoding
public import Signatures

/// A Verified Action Approval as it travels: a body, and signatures of guardians over it. Nothing of it is verified yet.
///
///     version u8 = 1 || guardian set u32 || count u8 || count x (index u8 || r 32 || s 32 || recovery id u8) || body
///
/// Source: Wormhole whitepaper 0001, "Generic message passing", VAA version 1.
public struct VAA: Hashable, Sendable {
    public static let version: UInt8 = 1
    /// The largest VAA read, in bytes. Wormhole sets no bound of its own; chains carry far less.
    public static let maximumByteCount = 1 << 20

    /// One guardian's signature, as it travels.
    public struct GuardianSignature: Hashable, Sendable {
        /// The place of the guardian in its set.
        public let index: UInt8
        public let signature: Signature
        /// The parity of the nonce point, 0 or 1.
        public let recoveryID: UInt8

        public init(index: UInt8, signature: Signature, recoveryID: UInt8) {
            (self.index, self.signature, self.recoveryID) = (index, signature, recoveryID)
        }
    }

    public let guardianSetIndex: UInt32
    /// As they stand in the bytes: order and indices are verified against a set, not here.
    public let signatures: [GuardianSignature]
    public let body: VAABody
    /// Keccak-256 of the Keccak-256 of the body's bytes: what guardians sign, and the message's identity.
    public let digest: Digest

    /// - Throws: `WormholeVAAError.tooLong`, `.unsupportedVersion`, or `.malformed` when the bytes end too early.
    public init(parsing bytes: Bytes) throws(WormholeVAAError) {
        guard bytes.count <= Self.maximumByteCount else { throw .tooLong(maximum: Self.maximumByteCount, got: bytes.count) }
        var reader = BinaryReader(bytes)
        try Self.verifyVersion(&reader)
        do {
            guardianSetIndex = try reader.u32()
            signatures = try Self.signatures(&reader)
            let body = try reader.raw(reader.remaining)
            self.body = try VAABody(parsing: body)
            digest = VAABody.digest(of: body)
        } catch {
            throw .malformed(error)
        }
    }

    private static func verifyVersion(_ reader: inout BinaryReader) throws(WormholeVAAError) {
        let got: UInt8
        do { got = try reader.u8() } catch { throw .malformed(error) }
        guard got == version else { throw .unsupportedVersion(expected: version, got: got) }
    }

    private static func signatures(_ reader: inout BinaryReader) throws(EncodingError) -> [GuardianSignature] {
        var signatures: [GuardianSignature] = []
        for _ in 0..<(try reader.u8()) { signatures.append(try GuardianSignature(reading: &reader)) }
        return signatures
    }
}

extension VAA.GuardianSignature {
    init(reading reader: inout BinaryReader) throws(EncodingError) {
        index = try reader.u8()
        let bytes = try reader.raw(Signature.byteCount)
        do { signature = try Signature(bytes) } catch {
            throw .wrongLength(.binary, expected: Signature.byteCount, got: bytes.count)
        }
        recoveryID = try reader.u8()
    }
}
