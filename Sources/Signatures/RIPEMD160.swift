public import Encoding

/// RIPEMD-160 (ISO/IEC 10118-3) through OpenSSL; addresses of Cosmos chains are made with it.
public enum RIPEMD160 {
    public static let byteCount = 20
    private static let algorithm = DigestAlgorithm("RIPEMD-160", byteCount: byteCount)

    /// The 20 bytes of the hash.
    public static func hash(_ bytes: Bytes) -> Bytes {
        bytes.withUnsafeBytes { algorithm.hash($0) }
    }
}
