import Encoding
import Foundation

/// One of the Python programs in `peers`: asks independent libraries the questions that the tests ask ours.
///
/// Their Python environment is made by `Tests/setup.sh`; tests that need it skip where it is absent.
struct PeerProgram {
    enum Failure: Error {
        case ended(program: String, exitCode: Int32)
    }

    /// The file's name without its ending.
    let name: String

    /// One process, one question, one answer. The waiting is done by a thread of its own: tests share few, and those that talk over sockets have deadlines.
    func answer(_ question: JSON) async throws -> JSONNode {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try ask(question) }) }.start()
        }
    }

    private func ask(_ question: JSON) throws -> JSONNode {
        // A file, not a pipe: a program that ends early must not end the tests by a broken pipe.
        let file = FileManager.default.temporaryDirectory.appending(path: "plimsoll-\(name)-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(question.printed().utf8).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = PeerLocation.python
        process.arguments = [PeerLocation.folder.appending(path: "\(name).py").path]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let text = Bytes(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.ended(program: name, exitCode: process.terminationStatus) }
        return JSONNode(try JSON.parse(text), path: .member(.root, name))
    }
}

/// Where the programs and their Python environment are.
enum PeerLocation {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers")

    static var python: URL { environment.appending(path: "bin/python") }

    private static var environment: URL {
        if let named = ProcessInfo.processInfo.environment["PLIMSOLL_PEERS_VENV"], !named.isEmpty { return URL(filePath: named) }
        let package = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.appending(path: ".build/peers-venv")
    }

    /// Whether the libraries can be asked. Prints why not, and what to do, when they cannot.
    static var isPresent: Bool {
        // The stamp is the last thing that setup.sh writes.
        if FileManager.default.fileExists(atPath: environment.appending(path: "requirements.installed").path) { return true }
        print("skipped: no Python environment with QuantLib and the other libraries in \(environment.path): run Tests/setup.sh")
        return false
    }
}

extension JSON {
    /// The shortest decimal that reads back as the same double.
    static func double(_ value: Double) -> JSON { .number("\(value)") }

    static func doubles(_ values: [Double]) -> JSON { .array(values.map { .double($0) }) }

    static func matrix(_ rows: [[Double]]) -> JSON { .array(rows.map { .doubles($0) }) }
}

extension JSONNode {
    func matrix() throws -> [[Double]] { try array(max: 100_000).map { try $0.doubles() } }
}
