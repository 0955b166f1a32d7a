public import Encoding
public import Quantities
public import Signatures

/// What somebody does with the development vault: one call, one event.
public struct VaultAction: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case deposit, withdraw, borrow, repay

        /// The name of the event that the vault emits.
        var eventName: String {
            switch self {
            case .deposit: "Deposit"
            case .withdraw: "Withdraw"
            case .borrow: "Borrow"
            case .repay: "Repay"
            }
        }

        /// The topic of the event: Keccak-256 of its signature. The account and the asset are indexed, the amount is data.
        public var eventTopic: Digest {
            switch self {
            case .deposit: Self.topics.deposit
            case .withdraw: Self.topics.withdraw
            case .borrow: Self.topics.borrow
            case .repay: Self.topics.repay
            }
        }

        // Hashed once: every log of every answer needs one.
        private static let topics = (
            deposit: topic(of: .deposit), withdraw: topic(of: .withdraw), borrow: topic(of: .borrow), repay: topic(of: .repay)
        )

        private static func topic(of kind: Kind) -> Digest {
            Keccak256.hash(Bytes("\(kind.eventName)(address,address,uint256)".utf8))
        }

        var selector: Bytes { ABI.selector("\(rawValue)(address,address,uint256)") }
    }

    public let kind: Kind
    public let account: EthereumAddress
    public let asset: EthereumAddress
    /// In base units of the asset.
    public let amount: UInt256

    public init(_ kind: Kind, account: EthereumAddress, asset: EthereumAddress, amount: UInt256) {
        self.kind = kind
        self.account = account
        self.asset = asset
        self.amount = amount
    }

    /// The call data of `kind(address account, address asset, uint256 amount)`.
    var callData: Bytes {
        kind.selector + ABI.word(account) + ABI.word(asset) + ABI.word(amount)
    }
}
