internal import Encoding
internal import Quantities
internal import Signatures

/// The little of the contract ABI that the vault needs: static words of 32 bytes.
///
/// Source: Solidity documentation, contract ABI specification.
enum ABI {
    static let wordSize = 32

    /// The first four bytes of the Keccak-256 hash of a function's signature.
    static func selector(_ signature: String) -> Bytes {
        Bytes(Keccak256.hash(Bytes(signature.utf8)).bytes.prefix(4))
    }

    static func word(_ address: EthereumAddress) -> Bytes {
        Bytes(repeating: 0, count: wordSize - address.bytes.count) + address.bytes
    }

    static func word(_ value: UInt256) -> Bytes { value.bigEndianBytes }

    /// The address in the word; nil when the word is not one of an address.
    static func address(inWord word: some Collection<UInt8>) -> EthereumAddress? {
        guard word.count == wordSize, word.prefix(12).allSatisfy({ $0 == 0 }) else { return nil }
        return try? EthereumAddress(bytes: Bytes(word.dropFirst(12)))
    }
}
