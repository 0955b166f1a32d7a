import Encoding
import EthereumState
import Quantities
import Signatures
import Testing

struct StorageDescriptionTests {
    private func description(_ text: String) throws -> StorageDescription {
        try StorageDescription(parsing: JSONNode(try JSON.parse(text)))
    }

    @Test("a vault's description leads to the slot of an account and asset")
    func path() throws {
        let (account, asset) = (
            try EthereumAddress(bytes: Bytes(repeating: 1, count: 20)), try EthereumAddress(bytes: Bytes(repeating: 2, count: 20))
        )
        let vault = try description(
            #"{"layout": "vyper", "slot": "0x0", "steps": [{"entry": "account"}, {"entry": "asset"}, {"fixedEntry": "0x7"}, {"offset": 2}]}"#
        )
        let expected = StoragePath(
            slot: 0, layout: .vyper, steps: [.entry(.address(account)), .entry(.address(asset)), .entry(.word(7)), .offset(2)])
        #expect(try vault.path(account: account, asset: asset) == expected)
        #expect(throws: EthereumStateError.missingKey(.asset)) { try vault.path(account: account) }
    }

    @Test(
        "an unknown word, a second step in one or a missing member is refused",
        arguments: [
            #"{"layout": "fe", "slot": "0x0", "steps": []}"#, #"{"layout": "vyper", "slot": "0x00", "steps": []}"#,
            #"{"layout": "vyper", "slot": "0x0"}"#, #"{"layout": "vyper", "slot": "0x0", "steps": [], "more": 1}"#,
            #"{"layout": "vyper", "slot": "0x0", "steps": [{"entry": "holder"}]}"#, #"{"layout": "vyper", "slot": "0x0", "steps": [{}]}"#,
            #"{"layout": "vyper", "slot": "0x0", "steps": [{"entry": "account", "offset": 1}]}"#,
            #"{"layout": "vyper", "slot": "0x0", "steps": [{"offset": -1}]}"#,
        ])
    func refused(text: String) {
        #expect(throws: EthereumStateError.self) { try description(text) }
    }
}
