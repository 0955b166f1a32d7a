import COpenSSL
import Encoding
import Signatures

/// The limit of a verification: OpenSSL's own interface with one key and one context, used over and over by one thread.
///
/// Sendable: OpenSSL binds a context to no thread, and only one thread at a time uses it.
final class RawVerifier: @unchecked Sendable {
    private let key: OpaquePointer
    private let context: OpaquePointer
    private let isEd25519: Bool

    init(_ publicKey: PublicKey) throws {
        let key = publicKey.spkiDER.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_PUBKEY(nil, &start, bytes.count)
        }
        guard let key else { throw BenchError.openSSL("d2i_PUBKEY") }
        self.key = key
        isEd25519 = publicKey.scheme == .ed25519
        guard let context = isEd25519 ? EVP_MD_CTX_new() : EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            EVP_PKEY_free(key)
            throw BenchError.openSSL("a new context")
        }
        self.context = context
        let isReady = isEd25519 ? EVP_DigestVerifyInit(context, nil, nil, nil, key) : EVP_PKEY_verify_init(context)
        guard isReady == 1 else { throw BenchError.openSSL("the start of a verification") }
    }

    deinit {
        if isEd25519 { EVP_MD_CTX_free(context) } else { EVP_PKEY_CTX_free(context) }
        EVP_PKEY_free(key)
    }

    func isValid(_ statement: RawStatement) -> Bool {
        let (signature, digest) = (statement.signature, statement.digest)
        guard isEd25519 else { return EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1 }
        return EVP_DigestVerifyInit(context, nil, nil, nil, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, digest, digest.count) == 1
    }
}

extension RawVerifier {
    /// An Ed25519 signature over a message of any length.
    func isValid(message: Bytes, _ signature: Bytes) -> Bool {
        EVP_DigestVerifyInit(context, nil, nil, nil, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}

/// The limit of a hash: one algorithm fetched once, one context.
final class RawDigest {
    private let algorithm: OpaquePointer
    private let context: OpaquePointer
    private var digest = Bytes(repeating: 0, count: 32)

    init(_ name: String) throws {
        guard let algorithm = EVP_MD_fetch(nil, name, nil) else { throw BenchError.openSSL("EVP_MD_fetch") }
        guard let context = EVP_MD_CTX_new() else {
            EVP_MD_free(algorithm)
            throw BenchError.openSSL("EVP_MD_CTX_new")
        }
        (self.algorithm, self.context) = (algorithm, context)
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    func hash(_ input: Bytes) throws -> Bytes {
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1, EVP_DigestUpdate(context, input, input.count) == 1,
            EVP_DigestFinal_ex(context, &digest, nil) == 1
        else { throw BenchError.openSSL("EVP_Digest") }
        return digest
    }
}

/// A signed digest in the form that OpenSSL takes.
struct RawStatement: Sendable {
    let digest: Bytes
    /// 64 bytes for Ed25519, DER for ECDSA.
    let signature: Bytes

    init(_ digest: Digest, _ signature: Signature, _ scheme: SignatureScheme) {
        self.digest = digest.bytes
        self.signature = scheme == .ed25519 ? signature.bytes : signature.derECDSA
    }
}

/// The limit of a hash tree: SHA-256 of an inner node's 65 bytes, fetched once, one context.
final class RawHasher {
    private let algorithm: OpaquePointer
    private let context: OpaquePointer
    private var block = Bytes(repeating: 1, count: 65)

    init() throws {
        guard let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil) else { throw BenchError.openSSL("EVP_MD_fetch") }
        guard let context = EVP_MD_CTX_new() else {
            EVP_MD_free(algorithm)
            throw BenchError.openSSL("EVP_MD_CTX_new")
        }
        self.algorithm = algorithm
        self.context = context
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else { throw BenchError.openSSL("EVP_DigestInit_ex2") }
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Hashes this often, each hash part of the next one's input.
    func hash(times: Int) throws {
        try block.withUnsafeMutableBufferPointer { block in
            guard let start = block.baseAddress else { return }
            for _ in 0..<times {
                guard EVP_DigestInit_ex2(context, nil, nil) == 1, EVP_DigestUpdate(context, start, block.count) == 1,
                    EVP_DigestFinal_ex(context, start, nil) == 1
                else { throw BenchError.openSSL("EVP_Digest") }
            }
        }
    }
}
