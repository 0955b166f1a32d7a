import ArgumentParser
import Encoding
import Foundation
import Node

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Two chains, three nodes, one margin account, one proof: the whole thing on this machine.",
        discussion: """
            Starts two embedded chains and three nodes of one pair on loopback, deposits on both chains, and shows the signed messages, the
            unified account, its margin, a proof file that verifies offline, and the same file with one byte changed, refused.
            """)

    @Option(help: "Keep databases, configurations, trust file and proof file in this folder; it must be empty or absent.")
    var keep: String?

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let folder = try DemoFolder(keep: keep)
        defer { folder.discardUnlessKept() }
        let result = try await Demo(folder: folder, narrate: !output.json).run()
        if output.json { Output().json(result.json) } else { result.print() }
        guard result.allHeld else { throw ExitCode.failure }
    }
}

/// Where a demo keeps its files.
struct DemoFolder: Sendable {
    let path: String
    let isKept: Bool

    init(keep: String?) throws {
        let chosen = keep ?? FileManager.default.temporaryDirectory.appending(path: "plimsoll-demo-\(UUID().uuidString)").path
        let url = URL(filePath: chosen).standardizedFileURL
        if let found = try? FileManager.default.contentsOfDirectory(atPath: url.path), !found.isEmpty {
            throw ValidationError("\(chosen) is not empty; name an empty or new folder")
        }
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
        isKept = keep != nil
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Runs what fills the folder; when that fails the folder is empty again.
    func emptiedOnFailure<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] { try? FileManager.default.removeItem(atPath: file(name)) }
            throw error
        }
    }

    func discardUnlessKept() {
        if !isKept { try? FileManager.default.removeItem(atPath: path) }
    }
}
