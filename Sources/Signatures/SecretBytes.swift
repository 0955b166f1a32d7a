import COpenSSL
import Encoding

/// Bytes that are overwritten when nobody holds them any more.
final class SecretBytes {
    private let storage: UnsafeMutableRawBufferPointer

    init(copying bytes: some Collection<UInt8>) {
        storage = .allocate(byteCount: bytes.count, alignment: 8)
        storage.copyBytes(from: bytes)
    }

    /// The bytes of both, one after the other.
    init(joining first: Bytes, _ second: Bytes) {
        storage = .allocate(byteCount: first.count + second.count, alignment: 8)
        storage.copyBytes(from: first)
        UnsafeMutableRawBufferPointer(rebasing: storage[first.count...]).copyBytes(from: second)
    }

    deinit {
        OPENSSL_cleanse(storage.baseAddress, storage.count)
        storage.deallocate()
    }

    var count: Int { storage.count }

    /// A copy, for content that turned out to be public.
    var bytes: Bytes { Bytes(storage) }

    func withUnsafeBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(storage))
    }
}
