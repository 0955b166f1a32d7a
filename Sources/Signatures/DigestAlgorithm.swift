import COpenSSL
import Encoding

/// A digest algorithm of OpenSSL, fetched once.
///
/// Sendable: an `EVP_MD` is never changed after it was fetched, and its reference count is atomic.
final class DigestAlgorithm: @unchecked Sendable {
    private let algorithm: OpaquePointer?
    private let name: String
    private let byteCount: Int

    init(_ name: String, byteCount: Int) {
        algorithm = EVP_MD_fetch(nil, name, nil)
        self.name = name
        self.byteCount = byteCount
    }

    deinit {
        EVP_MD_free(algorithm)
    }

    func hash(_ bytes: UnsafeRawBufferPointer) -> Bytes {
        Bytes(unsafeUninitializedCapacity: byteCount) { out, count in
            let status = EVP_Digest(bytes.baseAddress, bytes.count, out.baseAddress, nil, algorithm, nil)
            precondition(status == 1, "libcrypto cannot compute \(name): the provider that has it is missing, or memory ran out")
            count = byteCount
        }
    }
}
