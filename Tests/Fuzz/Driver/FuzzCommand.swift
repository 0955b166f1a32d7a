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
            guard let name = words.dropFirst().first, let seeds = try? FuzzTargets.named(name)?.seeds() else { return true }
            for seed in seeds { print(Hex.encode(seed)) }
        default:
            return false
        }
        return true
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
