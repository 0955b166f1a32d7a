/// The types of transactions. The raw value is the type byte (EIP-2718); legacy ones have none on the wire and 0 in receipts and RPC.
public enum TransactionKind: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case legacy = 0
    /// EIP-2930.
    case accessList = 1
    /// EIP-1559.
    case dynamicFee = 2
    /// EIP-4844, as it stands in blocks: without the blobs themselves.
    case blob = 3
    /// EIP-7702.
    case setCode = 4

    /// The fields of the list, in their order.
    var fields: [TransactionField] {
        let signature: [TransactionField] = [.v, .r, .s]
        return switch self {
        case .legacy: [.nonce, .gasPrice, .gasLimit, .to, .value, .data] + signature
        case .accessList: [.chainID, .nonce, .gasPrice, .gasLimit, .to, .value, .data, .accessList] + signature
        case .dynamicFee: [.chainID, .nonce, .maxPriorityFee, .maxFee, .gasLimit, .to, .value, .data, .accessList] + signature
        case .blob:
            [.chainID, .nonce, .maxPriorityFee, .maxFee, .gasLimit, .to, .value, .data, .accessList, .maxBlobFee, .blobHashes] + signature
        case .setCode:
            [.chainID, .nonce, .maxPriorityFee, .maxFee, .gasLimit, .to, .value, .data, .accessList, .authorizations] + signature
        }
    }

    /// Whether `to` may be empty: a transaction that creates a contract.
    var mayCreate: Bool { self != .blob && self != .setCode }

    public var description: String {
        switch self {
        case .legacy: "legacy"
        case .accessList: "access-list"
        case .dynamicFee: "dynamic-fee"
        case .blob: "blob"
        case .setCode: "set-code"
        }
    }
}

/// The fields of transactions and of the lists inside them, by which errors name them.
public enum TransactionField: String, Sendable, CaseIterable, CustomStringConvertible {
    case chainID, nonce, gasPrice, maxPriorityFee, maxFee, gasLimit, to, value, data, v, r, s
    case accessList, accessListEntry, accessListAddress, storageKeys, storageKey
    case maxBlobFee, blobHashes, blobHash
    case authorizations, authorization, authorizationChainID, authorizationAddress, authorizationNonce
    case authorizationV, authorizationR, authorizationS

    public var description: String { rawValue }
}
