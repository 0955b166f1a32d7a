import COpenSSL
public import Encoding

/// Why a key, signature or address was refused.
public enum SignatureError: Error, Equatable, Sendable {
    // Signatures
    case wrongLength(_ what: String, expected: Int, got: Int)
    /// r or s is zero, or not below the group order.
    case scalarOutOfRange(_ which: String, SignatureScheme)
    /// s is above half the group order: the twin of a low-s signature, which anybody can compute.
    case highS(SignatureScheme)
    /// The signature is well formed but not by this key over these bytes.
    case mismatch(SignatureScheme)
    /// ASN.1 that is not the one DER encoding.
    case notDER(offset: Int, expected: String)
    /// Only 27 and 28 (as recovery id 0 and 1) are Ethereum's.
    case unknownRecoveryID(expected: ClosedRange<UInt8>, got: UInt8)
    /// No point has this r as its x coordinate, or the recovered key is the point at infinity.
    case unrecoverable

    // Keys
    case wrongScheme(expected: SignatureScheme, got: SignatureScheme)
    case unknownPointForm(got: UInt8?)
    case pointNotOnCurve(SignatureScheme)
    /// A secret that is zero or not below the group order.
    case secretOutOfRange(SignatureScheme)
    /// The key is of an algorithm, curve or encoding that is not used here.
    case unsupportedKey(got: String)
    case malformedKey(reason: String)
    /// The public half of the file does not belong to the secret half.
    case keyPairMismatch(SignatureScheme)

    // PEM
    case malformedPEM(expected: String, got: String)
    case passphraseNeeded
    case wrongPassphrase
    case unsupportedEncryption

    // Addresses
    case malformedAddress(EncodingError)
    case addressChecksum(expected: String, got: String)

    /// OpenSSL could not do what it always can: no memory, no randomness, or a build without the algorithm.
    case library(_ operation: String)
}

extension SignatureError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .wrongLength: "wrong_length"
        case .scalarOutOfRange: "scalar_out_of_range"
        case .highS: "high_s"
        case .mismatch: "mismatch"
        case .notDER: "not_der"
        case .unknownRecoveryID: "unknown_recovery_id"
        case .unrecoverable: "unrecoverable"
        case .wrongScheme: "wrong_scheme"
        case .unknownPointForm: "unknown_point_form"
        case .pointNotOnCurve: "point_not_on_curve"
        case .secretOutOfRange: "secret_out_of_range"
        case .unsupportedKey: "unsupported_key"
        case .malformedKey: "malformed_key"
        case .keyPairMismatch: "key_pair_mismatch"
        case .malformedPEM: "malformed_pem"
        case .passphraseNeeded: "passphrase_needed"
        case .wrongPassphrase: "wrong_passphrase"
        case .unsupportedEncryption: "unsupported_encryption"
        case .malformedAddress: "malformed_address"
        case .addressChecksum: "address_checksum"
        case .library: "library"
        }
    }
}

extension SignatureError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongLength(let what, let expected, let got): "\(what): expected \(expected) bytes, got \(got)"
        case .scalarOutOfRange(let which, let scheme):
            "\(which) of the \(scheme) signature is zero or not below the group order; sign again"
        case .highS(let scheme):
            "s of the \(scheme) signature is above half the group order; only the low-s form is accepted: replace s by n - s"
        case .mismatch(let scheme): "the \(scheme) signature is not by this key over these bytes"
        case .notDER(let offset, let expected): "not DER: expected \(expected) at byte \(offset)"
        case .unknownRecoveryID(let expected, let got):
            "recovery id: expected \(expected.lowerBound) or \(expected.upperBound), got \(got)"
        case .unrecoverable: "no public key can have made this signature over this digest"
        case .wrongScheme(let expected, let got): "expected a \(expected) key, got a \(got) key"
        case .unknownPointForm(let got):
            "curve point: expected the first byte 2, 3 or 4 (compressed or uncompressed), got \(got.map { "\($0)" } ?? "no bytes")"
        case .pointNotOnCurve(let scheme): "the public key is not a point of \(scheme); it was altered or belongs to another curve"
        case .secretOutOfRange(let scheme): "the secret is zero or not below the order of \(scheme); generate a new key"
        case .unsupportedKey(let got): "expected an Ed25519, secp256k1 or P-256 key, got \(got)"
        case .malformedKey(let reason): "malformed key: \(reason)"
        case .keyPairMismatch(let scheme): "the public half of the \(scheme) key does not belong to its secret; restore the file"
        case .malformedPEM(let expected, let got): "PEM: expected \(expected), got \(got)"
        case .passphraseNeeded: "the key is encrypted; give its passphrase (an empty one does not count)"
        case .wrongPassphrase: "the passphrase does not open the key"
        case .unsupportedEncryption:
            "the key is encrypted in a way that is not supported; encrypt it again: openssl pkcs8 -topk8 -v2 aes-256-cbc"
        case .malformedAddress(let error): "Ethereum address: \(error)"
        case .addressChecksum(let expected, let got): "Ethereum address \(got): wrong EIP-55 checksum, expected \(expected)"
        case .library(let operation):
            "libcrypto failed at \(operation); memory or randomness ran out, or it was built without the algorithm"
        }
    }
}
