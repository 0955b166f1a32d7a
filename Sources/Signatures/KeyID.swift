public import Encoding

/// The name of a public key: SHA-256 of its SubjectPublicKeyInfo in DER.
///
/// ECDSA keys are hashed with the uncompressed point, as `openssl pkey -pubout -outform DER` writes them:
///
///     openssl pkey -pubin -in key.pem -pubout -outform DER | openssl dgst -sha256
public struct KeyID: Hashable, Sendable {
    public let digest: Digest

    public init(digest: Digest) {
        self.digest = digest
    }
}

extension KeyID: Comparable {
    public static func < (left: KeyID, right: KeyID) -> Bool { left.digest < right.digest }
}

extension KeyID: CustomStringConvertible {
    /// 64 lowercase hexadecimal digits.
    public var description: String { digest.hex }
}
