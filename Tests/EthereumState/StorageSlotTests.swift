import Encoding
import EthereumState
import Quantities
import Signatures
import Testing

struct StorageSlotTests {
    private func slot(_ hex: String) throws -> StorageSlot {
        StorageSlot(try UInt256(bigEndian: try Hex.decode(hex)))
    }

    private func path(_ slot: UInt256, _ layout: StorageLayout, _ steps: StoragePath.Step...) throws -> StorageSlot {
        try StoragePath(slot: slot, layout: layout, steps: steps).resolved()
    }

    @Test("a mapping's entry is hashed key first in Solidity, slot first in Vyper")
    func mappings() throws {
        // Keccak-256 of the words 0 and 1, and of 1 and 0: the first is also the key of a published storage proof.
        let zeroOne = try slot("a6eef7e35abe7026729641147f7915573c7e97b47efa546f5f6e3230263bcb49")
        let oneZero = try slot("ada5013122d395ba3c54772283fb069b10426056ef8ca54750cb9bb552a59e7d")
        #expect(try path(1, .solidity, .entry(.word(0))) == zeroOne)
        #expect(try path(0, .solidity, .entry(.word(1))) == oneZero)
        #expect(try path(1, .vyper, .entry(.word(0))) == oneZero)
        #expect(try path(0, .vyper, .entry(.word(1))) == zeroOne)
    }

    @Test("an address fills a word from the right")
    func addresses() throws {
        let address = try EthereumAddress(bytes: Bytes(repeating: 0, count: 19) + [1])
        for layout in StorageLayout.allCases {
            #expect(try path(0, layout, .entry(.address(address))) == path(0, layout, .entry(.word(1))))
        }
    }

    @Test("a nested mapping hashes the outer entry's slot in place of a number")
    func nested() throws {
        let outer = try path(3, .solidity, .entry(.word(7)))
        #expect(try path(3, .solidity, .entry(.word(7)), .entry(.word(8))) == path(outer.number, .solidity, .entry(.word(8))))
        #expect(try path(3, .solidity, .entry(.word(7)), .entry(.word(8))) != path(3, .solidity, .entry(.word(8)), .entry(.word(7))))
    }

    @Test("a dynamic array begins at its slot's hash in Solidity, right after its length in Vyper")
    func arrays() throws {
        let first = try slot("290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563")
        #expect(try path(0, .solidity, .element(0, size: 1)) == first)
        #expect(try path(0, .solidity, .element(5, size: 3)) == first.offset(by: 15))
        #expect(try path(4, .vyper, .element(0, size: 1)) == StorageSlot(5))
        #expect(try path(4, .vyper, .element(2, size: 3)) == StorageSlot(11))
    }

    @Test("a struct's member lies so many words after its beginning, and no layout leads beyond the last slot")
    func offsets() throws {
        #expect(try path(4, .vyper, .offset(3)) == StorageSlot(7))
        #expect(throws: EthereumStateError.slotOutOfRange(StorageSlot(.max))) { try path(.max, .solidity, .offset(1)) }
        #expect(throws: EthereumStateError.slotOutOfRange(StorageSlot(.max))) { try path(.max, .vyper, .element(0, size: 1)) }
    }

    @Test("strings and bytes are hashed as they are in Solidity, by their hash in Vyper")
    func strings() throws {
        let key = Bytes("ether".utf8)
        let two = UInt256(2).bigEndianBytes
        #expect(try path(2, .solidity, .entry(.bytes(key))).bytes == Keccak256.hash(key + two).bytes)
        #expect(try path(2, .vyper, .entry(.bytes(key))).bytes == Keccak256.hash(two + Keccak256.hash(key).bytes).bytes)
    }
}
