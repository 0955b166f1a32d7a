import Encoding
import Foundation
import Signatures
import Testing

extension WholeNodeTests {
    /// The commands are read from `Proofs/FORMAT.md`, so that what is tested is what a stranger is told to type.
    @Suite("openssl alone verifies a demo's proof file", .enabled(if: Program.isPresent && Tool.arePresent(["openssl", "xxd", "sh"])))
    struct OpenSSLTests {
        @Test("every attestation verifies, and the signer's key id comes out")
        func attestations() async throws {
            let proof = JSONNode(try await KeptDemo.shared.run().proof())
            for entry in try proof["proofs"].array(max: 16) {
                let keys = try Self.keys(ofSet: entry["genesis"].hexBytes())
                let attestations = try entry["attestations"].array(max: 256)
                #expect(attestations.count >= 2)
                for attestation in attestations {
                    let signer = try attestation["signer"].string()
                    let found = try await Self.runAttestationCommands(attestation, key: try #require(keys[signer]))
                    #expect(found.end == .code(0), "\(found.errors)")
                    #expect(found.output.contains("\(signer) *key.der"))
                    #expect(found.output.contains("Signature Verified Successfully"))
                }
            }
        }

        @Test("one changed byte of the record, and the signature does not verify")
        func changedRecord() async throws {
            let proof = JSONNode(try await KeptDemo.shared.run().proof())
            let entry = try proof["proofs"].array(max: 16)[0]
            let attestation = try entry["attestations"].array(max: 256)[0]
            let key = try #require(Self.keys(ofSet: entry["genesis"].hexBytes())[attestation["signer"].string()])
            for place in [0, 32, 33, 34, 42] {
                var record = try attestation["record"].hexBytes()
                record[place] ^= 1
                let found = try await Self.runAttestationCommands(attestation, record: Hex.encode(record), key: key)
                #expect(found.end != .code(0))
                #expect(!found.output.contains("Verified Successfully"))
            }
        }

        @Test("the header hashes to the digest that was signed")
        func header() async throws {
            let proof = JSONNode(try await KeptDemo.shared.run().proof())
            for entry in try proof["proofs"].array(max: 16) {
                let found = try await Self.run(block: 1, ["HEADER_HEX": try entry["header"].string()])
                let record = try entry["attestations"].array(max: 256)[0]["record"].string()
                #expect(found.end == .code(0), "\(found.errors)")
                #expect(found.output.hasPrefix(record.prefix(64)))
            }
        }

        private static func runAttestationCommands(_ attestation: JSONNode, record: String? = nil, key: String) async throws -> ProgramResult {
            let signed = try attestation["record"].string()
            return try await run(
                block: 0, ["KEY_HEX": key, "RECORD_HEX": record ?? signed, "SIGNATURE_HEX": attestation["signature"].string()])
        }

        /// Runs one shell block of FORMAT.md's section 11 in an empty folder, stopping at the first command that fails.
        private static func run(block index: Int, _ environment: [String: String]) async throws -> ProgramResult {
            let block = try #require(try shellBlocks().dropFirst(index).first)
            let folder = try TestFolder()
            let shell = try RunningProgram(
                URL(filePath: "/bin/sh"), ["-e", "-c", block], environment: environment, workingFolder: folder)
            return try await shell.result(within: .seconds(30))
        }

        private static func shellBlocks() throws -> [String] {
            let format = try PackageFiles.read("Proofs/FORMAT.md")
            let section = try #require(format.components(separatedBy: "\n## ").first { $0.hasPrefix("11. ") })
            return section.components(separatedBy: "```sh\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        }

        /// Keys in hex by key id, read from a set's bytes as FORMAT.md's section 8 lays them out, without this package's own reader of sets.
        private static func keys(ofSet bytes: Bytes) throws -> [String: String] {
            var reader = BinaryReader(bytes)
            _ = try reader.raw(1 + 32 + 4 + 8 + 8)
            var keys: [String: String] = [:]
            for _ in 0..<(try reader.u16()) {
                let scheme = try reader.u8()
                let key = try reader.field16(max: 64)
                _ = try reader.u32()
                guard scheme == 1 else { continue }
                keys[try keyID(ed25519: key)] = Hex.encode(key)
            }
            try reader.finish()
            return keys
        }

        private static func keyID(ed25519 key: Bytes) throws -> String {
            try SHA256.hash(Hex.decode("302a300506032b6570032100") + key).hex
        }
    }
}
