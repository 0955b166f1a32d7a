import COpenSSL
public import Encoding

/// SHA-256 (FIPS 180-4) through OpenSSL, without allocation: every thread keeps one context.
public enum SHA256 {
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        Digest(unsafeUninitialized: { out in
            confirm(copenssl_sha256(bytes.baseAddress, bytes.count, out.baseAddress))
        })
    }

    public static func hash(_ bytes: Bytes) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// SHA-256(tag || 0x00 || bytes): how every record of Plimsoll is hashed, so that no digest has two meanings.
    public static func hash(tag: DomainTag, _ bytes: Bytes) -> Digest {
        tag.withUnsafePrefix { prefix in bytes.withUnsafeBytes { hash(prefix, $0) } }
    }

    /// SHA-256(tag || 0x00 || digest).
    public static func hash(tag: DomainTag, _ digest: Digest) -> Digest {
        tag.withUnsafePrefix { prefix in digest.withUnsafeBytes { hash(prefix, $0) } }
    }

    /// SHA-256(tag || 0x00 || the parts, one after the other). The parts are not delimited: fix their lengths or write them first.
    public static func hash(tag: DomainTag, _ parts: Bytes...) -> Digest {
        hash(tag: tag, Bytes(parts.joined()))
    }

    /// SHA-256(prefix || left || right): an inner node of a hash tree.
    public static func hash(prefix: UInt8, _ left: Digest, _ right: Digest) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Digest.byteCount, alignment: 8) { buffer in
            buffer[0] = prefix
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0) }
            return hash(UnsafeRawBufferPointer(buffer))
        }
    }

    /// SHA-256(prefix || bytes): a leaf of a hash tree.
    public static func hash(prefix: UInt8, _ bytes: Bytes) -> Digest {
        withUnsafeBytes(of: prefix) { first in bytes.withUnsafeBytes { hash(first, $0) } }
    }

    private static func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Digest {
        Digest(unsafeUninitialized: { out in
            confirm(copenssl_sha256_pair(first.baseAddress, first.count, second.baseAddress, second.count, out.baseAddress))
        })
    }

    /// Hashing cannot fail on any input; without memory or without the algorithm no answer would be right.
    private static func confirm(_ status: CInt) {
        precondition(status == 1, "libcrypto cannot compute SHA-256: its default provider is missing, or memory ran out")
    }
}
