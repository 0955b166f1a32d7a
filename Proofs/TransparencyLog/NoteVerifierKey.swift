import Encoding
public import Signatures

/// A public key that signs notes, under its name: what a verifier is configured with ("vkey").
///
/// Text form: `name+keyid+base64(algorithm || key)`, the key id as eight lowercase hexadecimal digits.
/// Source: C2SP signed-note, "Signatures" and "Signature types".
public struct NoteVerifierKey: Hashable, Sendable {
    /// The algorithm byte. Others exist and are not read here.
    public enum Algorithm: UInt8, Sendable, CaseIterable {
        /// Ed25519 over the note's text; the key is 32 bytes.
        case ed25519 = 1
        /// ECDSA with SHA-256 over the note's text, in DER; the key is SubjectPublicKeyInfo on P-256, the point uncompressed.
        case ecdsaP256 = 2
        /// Ed25519 over a time and the text of a checkpoint, made by a witness (C2SP tlog-cosignature).
        case cosignatureV1 = 4
    }

    public let name: NoteKeyName
    public let algorithm: Algorithm
    public let publicKey: PublicKey
    /// Four bytes that name key and algorithm in a signature line. Anybody can make another key with the same id: it only names.
    public let id: UInt32

    /// - Throws: `TransparencyLogError.wrongKeyScheme` unless the key is of the algorithm's scheme.
    public init(name: NoteKeyName, algorithm: Algorithm, publicKey: PublicKey) throws(TransparencyLogError) {
        guard publicKey.scheme == algorithm.scheme else {
            throw .wrongKeyScheme(algorithm, expected: algorithm.scheme, got: publicKey.scheme)
        }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        id = Self.id(name, algorithm, Self.encoded(publicKey, for: algorithm))
    }

    /// Reads the text form.
    ///
    /// - Throws: `TransparencyLogError.malformedVerifierKey`, `.malformedKeyName`, `.malformedBase64`, `.unknownAlgorithm`, `.refusedKey` or
    ///   `.wrongKeyID`.
    public init(parsing text: String) throws(TransparencyLogError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.maximumByteCount, parts.count == 3, let claimed = Self.keyID(parts[1]) else {
            throw .malformedVerifierKey(got: NoteText.shortened(text))
        }
        let name = try NoteKeyName(String(Substring(parts[0])))
        let key = try NoteText.base64(ArraySlice(parts[2]), .publicKey)
        guard let algorithm = key.first.flatMap({ Algorithm(rawValue: $0) }) else { throw .unknownAlgorithm(got: key.first) }
        let publicKey = try Self.publicKey(Bytes(key.dropFirst()), algorithm)
        try self.init(name: name, algorithm: algorithm, publicKey: publicKey)
        guard id == claimed else { throw .wrongKeyID(name, expected: id, got: claimed) }
    }

    private static let maximumByteCount = 1_024

    private static func keyID(_ digits: Substring.UTF8View) -> UInt32? {
        guard digits.count == 8, digits.allSatisfy({ $0.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }) else {
            return nil
        }
        return UInt32(Substring(digits), radix: 16)
    }

    private static func publicKey(_ bytes: Bytes, _ algorithm: Algorithm) throws(TransparencyLogError) -> PublicKey {
        do throws(SignatureError) {
            guard algorithm == .ecdsaP256 else { return try PublicKey(scheme: .ed25519, raw: bytes) }
            let key = try PublicKey(spkiDER: bytes)
            // A compressed point is a second spelling of the same key, with another key id.
            guard key.scheme == .p256, key.spkiDER == bytes else {
                throw SignatureError.unsupportedKey(got: "a \(key.scheme) key of \(bytes.count) bytes")
            }
            return key
        } catch {
            throw .refusedKey(error)
        }
    }
}

extension NoteVerifierKey {
    /// ECDSA keys are named by their SubjectPublicKeyInfo alone, the others by name, algorithm and key.
    private static func id(_ name: NoteKeyName, _ algorithm: Algorithm, _ key: Bytes) -> UInt32 {
        let named = algorithm == .ecdsaP256 ? key : Bytes(name.text.utf8) + [NoteText.newline, algorithm.rawValue] + key
        return SHA256.hash(named).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func encoded(_ key: PublicKey, for algorithm: Algorithm) -> Bytes {
        algorithm == .ecdsaP256 ? key.spkiDER : key.raw
    }

    /// The key id as eight lowercase hexadecimal digits.
    public var hexID: String { Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) }) }
}

extension NoteVerifierKey.Algorithm {
    public var scheme: SignatureScheme {
        self == .ecdsaP256 ? .p256 : .ed25519
    }
}

extension NoteVerifierKey: CustomStringConvertible {
    /// The text form, which `init(parsing:)` reads.
    public var description: String {
        "\(name)+\(hexID)+\(Base64.encode([algorithm.rawValue] + Self.encoded(publicKey, for: algorithm)))"
    }
}
