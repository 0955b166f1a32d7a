import Encoding
import Foundation
import FuzzTargets

/// What the driver was asked to do.
enum FuzzCommand {
    static let target = ProcessInfo.processInfo.environment["PLIMSOLL_FUZZ_TARGET"].flatMap { FuzzTargets.named($0) }

    /// Answers a question about the targets; false when it is not one, but libFuzzer's business.
    static func answer(_ words: [String]) -> Bool {
        switch words.first {
        case "--list":
            for target in FuzzTargets.all { print(target.name) }
        case "--length":
            print(words.dropFirst().first.flatMap { FuzzTargets.named($0) }?.maximumLength ?? 0)
        case "--seeds":
            writeSeeds(Array(words.dropFirst()))
        default:
            return false
        }
        return true
    }

    /// - Parameter words: the target, and the folder for one file a seed.
    private static func writeSeeds(_ words: [String]) {
        guard words.count == 2, let target = FuzzTargets.named(words[0]) else { return print("--seeds takes a target and a folder") }
        do {
            for (number, seed) in try target.seeds().enumerated() {
                try Data(seed).write(to: URL(filePath: words[1]).appending(path: "seed-\(number)"))
            }
        } catch {
            print("\(target.name): no seeds: \(error)")
        }
    }

    /// One execution. A broken promise stops the process, as a trap does, so that libFuzzer keeps the input.
    static func run(_ input: UnsafeBufferPointer<UInt8>) {
        do {
            try target?.run(Bytes(input))
        } catch {
            fatalError("broken promise: \(error)")
        }
    }
}
