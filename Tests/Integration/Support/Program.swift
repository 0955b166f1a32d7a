import Foundation
import Synchronization

/// The `plimsoll` program that was built beside these tests; `PLIMSOLL_PROGRAM` names another.
enum Program {
    static let url: URL = {
        if let named = ProcessInfo.processInfo.environment["PLIMSOLL_PROGRAM"], !named.isEmpty { return URL(filePath: named) }
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.executableURL
        return (bundle ?? URL(filePath: CommandLine.arguments[0])).deletingLastPathComponent().appending(path: "plimsoll")
    }()

    /// Prints why not when it is absent.
    static var isPresent: Bool { Tool.isPresent(url.path, remedy: "build the package whole: swift build") }

    /// Runs `plimsoll` to its end.
    static func run(_ arguments: [String], patience: Duration = .seconds(120)) async throws -> ProgramResult {
        try await RunningProgram(url, arguments).result(within: patience)
    }
}

/// Other programs that tests call.
enum Tool {
    static func isPresent(_ path: String, remedy: String) -> Bool {
        if FileManager.default.isExecutableFile(atPath: path) { return true }
        print("skipped: there is no \(path): \(remedy)")
        return false
    }

    /// Whether all of these can be found as a shell would.
    static func arePresent(_ names: [String]) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let missing = names.filter { name in !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") } }
        if !missing.isEmpty { print("skipped: not installed: \(missing.joined(separator: ", "))") }
        return missing.isEmpty
    }
}

/// How a program ended.
enum ProgramEnd: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
}

struct ProgramResult: Sendable {
    let end: ProgramEnd
    let output: String
    let errors: String

    /// What went to standard error as one line: long lines are folded for people.
    var complaint: String { errors.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// A program that runs. What it prints goes to files, so that it never waits for its reader.
final class RunningProgram: Sendable {
    private let process: Process
    private let folder: TestFolder
    /// Kept as long as the program may work in it.
    private let workingFolder: TestFolder?
    private let exit: ProgramExit

    /// - Parameter workingFolder: nil: that of the tests.
    init(_ url: URL, _ arguments: [String], environment: [String: String] = [:], workingFolder: TestFolder? = nil) throws {
        folder = try TestFolder()
        self.workingFolder = workingFolder
        let exit = ProgramExit()
        self.exit = exit
        process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let workingFolder { process.currentDirectoryURL = URL(filePath: workingFolder.path) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder.write("", "output")))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: folder.write("", "errors")))
        process.terminationHandler = { ended in
            exit.settle(ended.terminationReason == .exit ? .code(ended.terminationStatus) : .signal(ended.terminationStatus))
        }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var output: String { (try? String(ofFile: folder.file("output"))) ?? "" }
    var errors: String { (try? String(ofFile: folder.file("errors"))) ?? "" }

    /// How it ended; nil while it runs.
    var end: ProgramEnd? { exit.known }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until it has ended.
    func ended() async -> ProgramEnd { await exit.value }

    /// Waits until it has ended; one that takes too long is killed, which its end then shows.
    func result(within patience: Duration) async throws -> ProgramResult {
        let watch = Task {
            try await Task.sleep(for: patience)
            send(SIGKILL)
        }
        let end = await ended()
        watch.cancel()
        return ProgramResult(end: end, output: output, errors: errors)
    }
}

/// How a program ended, and those who wait for it.
private final class ProgramExit: Sendable {
    private struct State {
        var end: ProgramEnd?
        var waiting: [CheckedContinuation<ProgramEnd, Never>] = []
    }

    private let state = Mutex(State())

    var known: ProgramEnd? { state.withLock { $0.end } }

    var value: ProgramEnd {
        get async {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state in
                    if state.end == nil { state.waiting.append(continuation) }
                    return state.end
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }

    func settle(_ end: ProgramEnd) {
        let waiting = state.withLock { state in
            state.end = end
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: end) }
    }
}
