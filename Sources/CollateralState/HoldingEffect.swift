public import ChainIdentity
public import Quantities

/// What one event does to one holding of one account.
public struct HoldingEffect: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        /// Adds a signed amount of base units.
        case add(Int256)
        /// Replaces the quantity.
        case set(Int256)
    }

    public let account: AccountKey
    public let key: HoldingKey
    public let change: Change

    public init(account: AccountKey, key: HoldingKey, change: Change) {
        self.account = account
        self.key = key
        self.change = change
    }
}
