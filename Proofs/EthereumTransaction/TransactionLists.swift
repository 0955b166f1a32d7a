public import Encoding
public import Quantities
public import Signatures

/// An account, and slots of its storage, that a transaction says it will touch (EIP-2930).
public struct AccessListEntry: Hashable, Sendable {
    public let address: EthereumAddress
    public let storageKeys: [Digest]

    init(_ reader: FieldReader) throws(EthereumTransactionError) {
        let fields = try reader.items(count: 2, fields: [.accessListAddress, .storageKeys])
        address = try fields[0].address()
        var keys: [Digest] = []
        for item in try fields[1].items() { keys.append(try FieldReader(field: .storageKey, item: item).digest()) }
        storageKeys = keys
    }
}

/// An account's permission to run the code of another (EIP-7702).
///
/// What is wrong with its signature makes the authorization void, not the transaction; so it is verified only when asked.
public struct SetCodeAuthorization: Hashable, Sendable {
    /// Zero is any chain.
    public let chainID: UInt256
    public let address: EthereumAddress
    public let nonce: UInt64
    public let signature: TransactionSignature

    init(_ reader: FieldReader) throws(EthereumTransactionError) {
        let fields = try reader.items(
            count: 6,
            fields: [
                .authorizationChainID, .authorizationAddress, .authorizationNonce, .authorizationV, .authorizationR, .authorizationS,
            ])
        chainID = try fields[0].uint256()
        address = try fields[1].address()
        nonce = try fields[2].uint64()
        let v = try fields[3].uint256()
        guard v <= UInt256(UInt64(UInt8.max)) else { throw .invalidV(v) }
        signature = TransactionSignature(v: v, r: try fields[4].uint256(), s: try fields[5].uint256())
    }

    /// Keccak-256 of 0x05 || RLP([chain id, address, nonce]).
    public var signingHash: Digest {
        let list = RLPItem.list([.integer(bigEndian: chainID.bigEndianBytes), .bytes(address.bytes), .integer(nonce)])
        return Keccak256.hash([0x05] + RLP.encode(list))
    }

    /// The account that gave the permission.
    ///
    /// - Throws: `EthereumTransactionError.invalidV` or `.invalidSignature`.
    public func authority() throws(EthereumTransactionError) -> EthereumAddress {
        try signature.signer(of: signingHash, recoveryID: signature.typedRecoveryID())
    }
}
