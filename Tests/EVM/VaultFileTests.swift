import ChainModel
import Encoding
import EVM
import Testing
import TOMLKit

/// The description files that ship with the program.
struct VaultFileTests {
    private func description(_ name: String) throws -> JSON {
        let bytes = try #require(EVMFamily().shippedDescriptions[name])
        return try JSON.parse(try TOMLTable(string: String(decoding: bytes, as: UTF8.self)).convert(to: .json))
    }

    @Test("every shipped description is read, and reads back from its canonical bytes", arguments: EVMFamily().shippedDescriptions.keys.sorted())
    func shipped(_ name: String) throws {
        let mapping = try EVMFamily().mapping(parsing: try description(name))
        #expect(try VaultDescription(mapping: mapping).mapping() == mapping)
    }

    @Test("the plain description says what the tests' own says")
    func plain() throws {
        #expect(try EVMFamily().mapping(parsing: try description("plain.toml")) == VaultDescription(parsing: PlainVault.description).mapping())
    }

    @Test("a family makes adapters for what it describes, and refuses the rest with its own error")
    func family() throws {
        let stream = try PlainVault.stream()
        let panel = try PlainVault.adapter(operators: ["a", "b"], required: 2).panel
        let adapter = try EVMFamily().adapter(for: stream, panel: panel, settings: [:])
        #expect(adapter.stream == stream)
        #expect(throws: ChainModelError.self) { try EVMFamily().adapter(for: stream, panel: panel, settings: ["typo": 1]) }
        #expect(throws: ChainModelError.self) { try EVMFamily().mapping(parsing: [:]) }
    }
}
