import Encoding
import Foundation
import FuzzTargets
import Testing

/// What was ever found by fuzzing must stay mended, and what fuzzing begins with must be worth beginning with.
struct FuzzReplayTests {
    private static let failures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Failures")

    private static func files(of target: String) throws -> [URL] {
        let folder = failures.appending(path: target)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }.sorted { $0.path < $1.path }
    }

    @Test("every input that failed in the past is answered without a trap and without a broken promise")
    func pastFailures() throws {
        var count = 0
        for target in FuzzTargets.all {
            for file in try Self.files(of: target.name) {
                count += 1
                let input = Bytes(try Data(contentsOf: file))
                #expect(throws: Never.self, "\(target.name): \(file.lastPathComponent)") { try target.run(input) }
            }
        }
        print("fuzzing: \(count) past failures replayed")
    }

    @Test("every folder of failures belongs to a target")
    func foldersHaveTargets() throws {
        for folder in try FileManager.default.contentsOfDirectory(atPath: Self.failures.path) where !folder.hasPrefix(".") && folder != "README.md" {
            #expect(FuzzTargets.named(folder) != nil, "\(folder): no target has this name")
        }
    }

    @Test("the seeds of every target are accepted, so that mutations of them reach deep", arguments: FuzzTargets.all.map(\.name))
    func seedsAreAccepted(name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        let seeds = try target.seeds()
        #expect(!seeds.isEmpty)
        for (number, seed) in seeds.enumerated() {
            #expect(seed.count <= target.maximumLength)
            let isAccepted = try target.run(seed)
            #expect(isAccepted, "\(name): seed \(number)")
        }
    }

    @Test("seeds with any one byte changed, taken out or doubled break no promise", arguments: FuzzTargets.all.map(\.name))
    func simpleMutations(name: String) throws {
        let target = try #require(FuzzTargets.named(name))
        for seed in try target.seeds().prefix(2) {
            // Long seeds are sampled: this is a smoke test, the fuzzer does the rest.
            for offset in stride(from: 0, to: seed.count, by: max(1, seed.count / 200)) {
                var (flipped, removed, doubled) = (seed, seed, seed)
                flipped[offset] ^= 1 << UInt8(offset % 8)
                removed.remove(at: offset)
                doubled.insert(seed[offset], at: offset)
                for input in [flipped, removed, doubled] { try target.run(input) }
            }
        }
    }

    @Test("target names are unique and fit for folders")
    func names() {
        let names = FuzzTargets.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.utf8.allSatisfy { $0.isASCIILowercase || $0.isASCIIDigit || $0 == UInt8(ascii: "-") } })
    }
}
