public import Encoding

/// The 20 bytes that name an account of an Ethereum-like chain.
public struct EthereumAddress: Hashable, Sendable {
    public static let byteCount = 20

    public let bytes: Bytes

    /// - Throws: `SignatureError.wrongLength` unless there are 20 bytes.
    public init(bytes: Bytes) throws(SignatureError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongLength("Ethereum address", expected: Self.byteCount, got: bytes.count)
        }
        self.bytes = bytes
    }

    /// The last 20 bytes of the Keccak-256 of a public key (yellow paper, appendix F).
    ///
    /// - Throws: `SignatureError.wrongScheme` unless the key is of secp256k1.
    public init(publicKey: PublicKey) throws(SignatureError) {
        guard publicKey.scheme == .secp256k1 else { throw .wrongScheme(expected: .secp256k1, got: publicKey.scheme) }
        self.init(uncompressedPoint: Bytes(publicKey.spkiDER.suffix(CurvePoint.uncompressedByteCount)))
    }

    /// - Parameter point: 0x04, x and y; the address is made of x and y.
    private init(uncompressedPoint point: Bytes) {
        self.init(lastBytesOf: point[1...].withUnsafeBytes { Keccak256.hash($0) })
    }

    private init(lastBytesOf digest: Digest) {
        bytes = Bytes(digest.bytes.suffix(Self.byteCount))
    }

    /// The address of the contract that `sender` creates in its transaction number `nonce`.
    ///
    /// Keccak-256 of RLP([sender, nonce]), the last 20 bytes (yellow paper section 7).
    public static func create(sender: EthereumAddress, nonce: UInt64) -> EthereumAddress {
        EthereumAddress(lastBytesOf: Keccak256.hash(RLP.encode(.list([.bytes(sender.bytes), .integer(nonce)]))))
    }

    /// The account whose key made `signature` over `digest`.
    ///
    /// Any signature that is in range recovers to some address, so the answer must be compared with the one expected.
    /// - Parameter recoveryID: 0 or 1, the parity of the nonce point's y; what Ethereum writes as 27 or 28.
    /// - Throws: `SignatureError.unknownRecoveryID`, `.scalarOutOfRange`, `.highS` or `.unrecoverable`.
    public static func recover(digest: Digest, signature: Signature, recoveryID: UInt8) throws(SignatureError) -> EthereumAddress {
        let recovery = try PublicKeyRecovery()
        return EthereumAddress(uncompressedPoint: try recovery.key(digest, signature, recoveryID: recoveryID).uncompressed)
    }
}

extension EthereumAddress: Comparable {
    public static func < (left: EthereumAddress, right: EthereumAddress) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
