public import Encoding
public import Quantities
public import Signatures

/// The number of a word in a contract's storage.
public struct StorageSlot: Hashable, Sendable {
    public let number: UInt256

    public init(_ number: UInt256) {
        self.number = number
    }

    init(_ digest: Digest) {
        number = digest.withUnsafeBytes { (try? UInt256(bigEndian: $0)) ?? .zero }
    }

    /// 32 bytes, big-endian; the storage trie has the slot at their Keccak-256.
    public var bytes: Bytes { number.bigEndianBytes }
}

extension StorageSlot: CustomStringConvertible {
    public var description: String { number.hexQuantity }
}

/// How a compiler lays out mappings and dynamic arrays.
public enum StorageLayout: String, Hashable, Sendable, CaseIterable {
    /// Mapping: keccak(key . slot). Dynamic array: the length in its slot, the elements from keccak(slot).
    /// Source: Solidity documentation, "Layout of State Variables in Storage".
    case solidity
    /// HashMap: keccak(slot . key). DynArray: the length in its slot, the elements right after.
    /// Source: Vyper's storage layout, as its compiler 0.4 lays it out.
    case vyper
}

/// The key of a mapping's entry.
public enum MappingKey: Hashable, Sendable {
    /// A number, or anything else that fills a word: `uint256`, `bytes32`, `bool`. Numbers below zero in two's complement.
    case word(UInt256)
    case address(EthereumAddress)
    /// A `string` or `bytes` of any length.
    case bytes(Bytes)
}

extension StorageSlot {
    /// The slot of the entry of the mapping at this slot.
    public func entry(_ key: MappingKey, layout: StorageLayout) -> StorageSlot {
        switch layout {
        case .solidity: StorageSlot(Keccak256.hash(key.solidityBytes + bytes))
        case .vyper: StorageSlot(Keccak256.hash(bytes + key.vyperBytes))
        }
    }

    /// The slot `words` further on: a member of a struct, an element of an array of fixed length.
    ///
    /// - Throws: `slotOutOfRange` above 2^256 - 1, where no layout leads.
    public func offset(by words: UInt256) throws(EthereumStateError) -> StorageSlot {
        let (sum, overflow) = number.addingReportingOverflow(words)
        if overflow { throw .slotOutOfRange(self) }
        return StorageSlot(sum)
    }

    /// The slot of an element of the dynamic array at this slot, whose elements fill whole words.
    ///
    /// - Parameter size: words of one element.
    /// - Throws: `slotOutOfRange`.
    public func element(_ index: UInt64, size: UInt64, layout: StorageLayout) throws(EthereumStateError) -> StorageSlot {
        let (words, overflow) = UInt256(index).multipliedReportingOverflow(by: UInt256(size))
        if overflow { throw .slotOutOfRange(self) }
        switch layout {
        case .solidity: return try StorageSlot(Keccak256.hash(bytes)).offset(by: words)
        case .vyper: return try offset(by: .one).offset(by: words)
        }
    }
}

extension MappingKey {
    private var word: Bytes? {
        switch self {
        case .word(let number): number.bigEndianBytes
        case .address(let address): Bytes(repeating: 0, count: 12) + address.bytes
        case .bytes: nil
        }
    }

    /// Solidity hashes strings and bytes as they are, not padded.
    fileprivate var solidityBytes: Bytes {
        if case .bytes(let bytes) = self { bytes } else { word ?? [] }
    }

    /// Vyper puts the Keccak-256 of strings and bytes in place of a word.
    fileprivate var vyperBytes: Bytes {
        if case .bytes(let bytes) = self { Keccak256.hash(bytes).bytes } else { word ?? [] }
    }
}
