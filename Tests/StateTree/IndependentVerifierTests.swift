import ChainIdentity
import CommitmentProofs
import Encoding
import Foundation
@testable import StateTree
import TestVectors
import Testing

/// Our proofs before a verifier that shares no code with us.
struct IndependentVerifierTests {
    @Test("a Python script written from the ICS-23 specification accepts our proofs and refuses their mutations", .enabled(if: Python.isPresent))
    func pythonVerifiesOurProofs() throws {
        var entries: [JSON] = []
        for number in UInt64(0)..<30 {
            var random = RandomLeaves(seed: SeededGenerator.runSeed &+ number &+ 4 << 32)
            entries += try proofs(of: random.below(60) + 1, &random)
        }
        try #require(entries.count >= 300)
        let file = FileManager.default.temporaryDirectory.appending(path: "proofs-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(JSON.array(entries).printed().utf8).write(to: file)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "verify_smt_proof.py")
        let (status, output) = try Python.run([script.path, file.path])
        #expect(status == 0, "\(output)")
        #expect(output.contains("0 failures"), "\(output)")
    }

    /// Up to twelve present and six absent accounts of a tree of `count`.
    private func proofs(of count: Int, _ random: inout RandomLeaves) throws -> [JSON] {
        let leaves = try random.leaves(count)
        let tree = try AccountTree(bulk: leaves)
        let present = leaves.prefix(12).map(\.account)
        let absent = try random.accounts(6).filter { tree[$0] == nil }
        return try (present + absent).map { account in
            [
                "root": .string(tree.root.hex), "key": .string(Hex.encode(account.bytes)),
                "value": tree[account].map { .string(Hex.encode($0)) } ?? .null,
                "proof": .string(Hex.encode(try tree.proof(of: account).encoded)),
            ]
        }
    }
}

enum Python {
    /// Says why when there is none.
    static var isPresent: Bool {
        if let (status, _) = try? run(["-c", "pass"]), status == 0 { return true }
        print("skipped: no python3 in PATH: install it to have our proofs verified by a script of its own")
        return false
    }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
