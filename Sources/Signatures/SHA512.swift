public import Encoding

/// SHA-512 (FIPS 180-4) through OpenSSL.
public enum SHA512 {
    public static let byteCount = 64
    private static let algorithm = DigestAlgorithm("SHA2-512", byteCount: byteCount)

    /// The 64 bytes of the hash.
    public static func hash(_ bytes: Bytes) -> Bytes {
        bytes.withUnsafeBytes { algorithm.hash($0) }
    }
}
