public import Encoding
public import Quantities
public import Signatures

/// A transaction as it stands in a block: strictly read, its signature not yet verified.
///
/// Source: EIP-2718 (types), EIP-155, EIP-2930, EIP-1559, EIP-4844, EIP-7702; yellow paper section 4.2.
public struct SignedTransaction: Hashable, Sendable {
    /// The largest transaction read, in bytes; no block can hold one.
    public static let maximumByteCount = 16 << 20

    /// What a unit of gas may cost, in wei.
    public enum Fees: Hashable, Sendable {
        case price(UInt256)
        case dynamic(maxPriorityFee: UInt256, maxFee: UInt256)

        /// The most that is paid for a unit of gas.
        public var maximum: UInt256 {
            switch self {
            case .price(let price): price
            case .dynamic(_, let maxFee): maxFee
            }
        }
    }

    public let kind: TransactionKind
    /// Nil for a legacy transaction that is valid on every chain.
    public let chainID: UInt256?
    public let nonce: UInt64
    public let fees: Fees
    public let gasLimit: UInt64
    /// Nil when the transaction creates a contract.
    public let to: EthereumAddress?
    /// In wei.
    public let value: UInt256
    public let data: Bytes
    public let accessList: [AccessListEntry]
    /// In wei for a unit of blob gas; nil unless the transaction carries blobs.
    public let maxBlobFee: UInt256?
    /// The versioned hashes of the blobs.
    public let blobHashes: [Digest]
    public let authorizations: [SetCodeAuthorization]
    public let signature: TransactionSignature
    /// Keccak-256 of the received bytes.
    public let hash: Digest
    /// What the sender signed the Keccak-256 of.
    public let signingBytes: Bytes
    private let recoveryID: UInt8

    public var signingHash: Digest { Keccak256.hash(signingBytes) }

    /// - Parameter fork: one that knows the type; its fields are not even read when the type came later. Nil for every type there is.
    /// - Throws: `EthereumTransactionError`, one of the cases of form, `.invalidV` or `.typeBeforeItsFork`.
    public init(parsing bytes: Bytes, at fork: TransactionFork? = nil) throws(EthereumTransactionError) {
        let envelope = try TransactionEnvelope(parsing: bytes, at: fork)
        var fields = envelope.fields
        kind = envelope.kind
        let listedChainID = try fields.removeOptional(.chainID)?.uint256()
        nonce = try fields.take(.nonce).uint64()
        fees = try Self.fees(&fields)
        gasLimit = try fields.take(.gasLimit).uint64()
        let to = try fields.take(.to)
        self.to = kind.mayCreate ? try to.optionalAddress() : try to.address()
        value = try fields.take(.value).uint256()
        data = try fields.take(.data).bytes()
        accessList = try Self.accessList(fields.removeOptional(.accessList))
        maxBlobFee = try fields.removeOptional(.maxBlobFee)?.uint256()
        blobHashes = try Self.blobHashes(fields.removeOptional(.blobHashes))
        authorizations = try Self.authorizations(fields.removeOptional(.authorizations))
        signature = TransactionSignature(
            v: try fields.take(.v).uint256(), r: try fields.take(.r).uint256(), s: try fields.take(.s).uint256())
        (chainID, recoveryID) = try Self.meaning(of: signature, kind, chainID: listedChainID)
        hash = Keccak256.hash(bytes)
        signingBytes = envelope.signingBytes(chainID: chainID)
    }

    /// The account whose key signed this.
    ///
    /// - Throws: `EthereumTransactionError.invalidSignature`. Whether the fork's rules allow it is `verify(rules:)`.
    public func sender() throws(EthereumTransactionError) -> EthereumAddress {
        try signature.signer(of: signingHash, recoveryID: recoveryID)
    }
}

extension SignedTransaction {
    private static func fees(_ fields: inout TransactionFields) throws(EthereumTransactionError) -> Fees {
        if let price = fields.removeOptional(.gasPrice) { return .price(try price.uint256()) }
        return .dynamic(maxPriorityFee: try fields.take(.maxPriorityFee).uint256(), maxFee: try fields.take(.maxFee).uint256())
    }

    private static func accessList(_ reader: FieldReader?) throws(EthereumTransactionError) -> [AccessListEntry] {
        var entries: [AccessListEntry] = []
        for item in try reader?.items() ?? [] { entries.append(try AccessListEntry(FieldReader(field: .accessListEntry, item: item))) }
        return entries
    }

    private static func blobHashes(_ reader: FieldReader?) throws(EthereumTransactionError) -> [Digest] {
        var hashes: [Digest] = []
        for item in try reader?.items() ?? [] { hashes.append(try FieldReader(field: .blobHash, item: item).digest()) }
        return hashes
    }

    private static func authorizations(_ reader: FieldReader?) throws(EthereumTransactionError) -> [SetCodeAuthorization] {
        var authorizations: [SetCodeAuthorization] = []
        for item in try reader?.items() ?? [] {
            authorizations.append(try SetCodeAuthorization(FieldReader(field: .authorization, item: item)))
        }
        return authorizations
    }

    private static func meaning(
        of signature: TransactionSignature, _ kind: TransactionKind, chainID: UInt256?
    ) throws(EthereumTransactionError) -> (UInt256?, UInt8) {
        guard kind == .legacy else { return (chainID, try signature.typedRecoveryID()) }
        return switch try signature.legacyMeaning() {
        case .unprotected(let recoveryID): (nil, recoveryID)
        case .protected(let chainID, let recoveryID): (chainID, recoveryID)
        }
    }
}
