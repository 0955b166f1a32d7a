public import Quantities

/// Forks that changed which transactions are valid, oldest first.
///
/// Before Homestead a signature could have a high s; such transactions cannot be verified here.
public enum TransactionFork: Int, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    case homestead, spuriousDragon, istanbul, berlin, london, shanghai, cancun, prague

    public static func < (left: TransactionFork, right: TransactionFork) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .homestead: "Homestead"
        case .spuriousDragon: "Spurious Dragon"
        case .istanbul: "Istanbul"
        case .berlin: "Berlin"
        case .london: "London"
        case .shanghai: "Shanghai"
        case .cancun: "Cancun"
        case .prague: "Prague"
        }
    }
}

/// What one chain allows at one fork.
public struct TransactionRules: Hashable, Sendable {
    public let fork: TransactionFork
    public let chainID: UInt256

    public init(fork: TransactionFork, chainID: UInt256) {
        (self.fork, self.chainID) = (fork, chainID)
    }

    /// The first byte of a blob's hash: KZG (EIP-4844).
    static let blobVersion: UInt8 = 1
    /// EIP-3860, in bytes.
    static let maximumInitCode = 49_152

    /// EIP-4844: 6 blobs fit a block; EIP-7691: 9 since Prague.
    var maximumBlobs: Int { fork >= .prague ? 9 : 6 }
}

extension TransactionKind {
    /// The fork that brought this type.
    public var since: TransactionFork {
        switch self {
        case .legacy: .homestead
        case .accessList: .berlin
        case .dynamicFee: .london
        case .blob: .cancun
        case .setCode: .prague
        }
    }

    /// Throws unless the fork knows this type.
    func verify(at fork: TransactionFork) throws(EthereumTransactionError) {
        guard since <= fork else { throw .typeBeforeItsFork(self, since: since, fork: fork) }
    }
}
