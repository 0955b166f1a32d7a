import COpenSSL
public import Encoding
import Signatures

extension HashOperation {
    /// The hash of `data`.
    ///
    /// - Throws: `CommitmentProofError.unsupportedHash` for `none`, which is no hash, and for BLAKE3, which OpenSSL does not have.
    public func hash(_ data: Bytes) throws(CommitmentProofError) -> Bytes {
        switch self {
        case .sha256: SHA256.hash(data).bytes
        case .sha512: SHA512.hash(data)
        case .keccak256: Keccak256.hash(data).bytes
        case .ripemd160: RIPEMD160.hash(data)
        case .bitcoin: RIPEMD160.hash(SHA256.hash(data).bytes)
        case .sha512_256: try opensslHash(data, name: "SHA2-512/256", byteCount: 32)
        case .blake2b512: try opensslHash(data, name: "BLAKE2B-512", byteCount: 64)
        case .blake2s256: try opensslHash(data, name: "BLAKE2S-256", byteCount: 32)
        case .none, .blake3: throw .unsupportedHash(self)
        }
    }

    /// `data` hashed, or as it is for `none`.
    func prehash(_ data: Bytes) throws(CommitmentProofError) -> Bytes {
        self == .none ? data : try hash(data)
    }

    /// For the hashes that no tree of ours uses: fetched at each call, and refused where a build of OpenSSL leaves them out.
    private func opensslHash(_ data: Bytes, name: String, byteCount: Int) throws(CommitmentProofError) -> Bytes {
        guard let algorithm = EVP_MD_fetch(nil, name, nil) else { throw .unsupportedHash(self) }
        defer { EVP_MD_free(algorithm) }
        var output = Bytes(repeating: 0, count: byteCount)
        guard EVP_Digest(data, data.count, &output, nil, algorithm, nil) == 1 else { throw .unsupportedHash(self) }
        return output
    }
}
