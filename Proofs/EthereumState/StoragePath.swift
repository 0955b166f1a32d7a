public import Quantities

/// The way from a state variable to one word of storage, as the description of a contract tells it.
///
/// `balances[account]` at slot 3 is `StoragePath(slot: 3, layout: .solidity, steps: [.entry(.address(account))])`; nested mappings, structs
/// and arrays are further steps.
public struct StoragePath: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
        /// An entry of a mapping.
        case entry(MappingKey)
        /// A member of a struct or an element of a fixed array, so many words from its beginning.
        case offset(UInt64)
        /// An element of a dynamic array; `size` is in words.
        case element(UInt64, size: UInt64)
    }

    public var slot: UInt256
    public var layout: StorageLayout
    public var steps: [Step]

    public init(slot: UInt256, layout: StorageLayout, steps: [Step]) {
        self.slot = slot
        self.layout = layout
        self.steps = steps
    }

    /// - Throws: `slotOutOfRange`.
    public func resolved() throws(EthereumStateError) -> StorageSlot {
        var place = StorageSlot(slot)
        for step in steps {
            switch step {
            case .entry(let key): place = place.entry(key, layout: layout)
            case .offset(let words): place = try place.offset(by: UInt256(words))
            case .element(let index, let size): place = try place.element(index, size: size, layout: layout)
            }
        }
        return place
    }
}
