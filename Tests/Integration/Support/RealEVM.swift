import Encoding
import Foundation
import Quantities
import Signatures

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A real EVM for one test: py-evm behind JSON-RPC, in a process of its own that ends with this object.
///
/// The rig's Python environment is made by `Tests/setup.sh`; tests that need it skip where it is absent.
final class RealEVM: Sendable {
    struct RPCFailure: Error, CustomStringConvertible {
        let method: String
        let error: JSON
        var description: String { "\(method): \(error.printed())" }
    }

    enum LaunchFailure: Error {
        case endedBeforeServing(output: String)
        case unexpectedLine(String)
    }

    let url: URL
    private let process: Process
    /// The rig ends when this is closed, so that it never outlives the test process, however that ends.
    private let lifeline: Pipe

    /// Starts a chain.
    ///
    /// - Parameter finalityLag: how many blocks behind the head the tag `finalized` stands; `safe` stands at half of it.
    static func start(chainID: UInt64 = 1_337, finalityLag: UInt64 = 0) async throws -> RealEVM {
        let process = Process()
        process.executableURL = RigLocation.python
        process.arguments = [
            RigLocation.folder.appending(path: "evm_shim.py").path, "--port", "0", "--chain-id", "\(chainID)", "--finality-lag", "\(finalityLag)",
        ]
        let (lifeline, output) = (Pipe(), Pipe())
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        return RealEVM(url: try await servedURL(output), process: process, lifeline: lifeline)
    }

    private init(url: URL, process: Process, lifeline: Pipe) {
        self.url = url
        self.process = process
        self.lifeline = lifeline
    }

    deinit {
        process.terminate()
    }

    /// Waits for the line in which the rig tells its address.
    private static func servedURL(_ output: Pipe) async throws -> URL {
        let line = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: firstLine(of: output.fileHandleForReading)) }
        }
        guard line.hasSuffix("\n") else { throw LaunchFailure.endedBeforeServing(output: line) }
        guard let text = line.split(whereSeparator: \.isWhitespace).last, let url = URL(string: String(text)), url.port != nil else {
            throw LaunchFailure.unexpectedLine(line)
        }
        return url
    }

    private static func firstLine(of handle: FileHandle) -> String {
        var read = Data()
        while !read.contains(UInt8(ascii: "\n")), read.count < 4_096 {
            let more = handle.availableData
            if more.isEmpty { break }
            read.append(more)
        }
        return String(decoding: read, as: UTF8.self)
    }

    // JSON-RPC.

    /// The `result` of one call.
    ///
    /// - Throws: `RPCFailure` with the error that the rig answered.
    @discardableResult
    func call(_ method: String, _ parameters: JSON = []) async throws -> JSON {
        let body: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": parameters]
        let answer = try JSON.parse(try await post(Bytes(body.printed().utf8)))
        if let error = answer["error"] { throw RPCFailure(method: method, error: error) }
        return answer["result"] ?? .null
    }

    /// The answer to any body, as it came.
    func post(_ body: Bytes) async throws -> Bytes {
        var request = URLRequest(url: url, timeoutInterval: 60)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return Bytes(try await URLSession.shared.data(for: request).0)
    }
}

/// Where the rig and its Python environment are.
enum RigLocation {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "rig")

    static var python: URL { environment.appending(path: "bin/python") }

    private static var environment: URL {
        if let named = ProcessInfo.processInfo.environment["PLIMSOLL_EVM_VENV"], !named.isEmpty { return URL(filePath: named) }
        let package = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.appending(path: ".build/evm-venv")
    }

    /// Whether the rig can be started. Prints why not, and what to do, when it cannot.
    static var isPresent: Bool {
        // The stamp is the last thing that setup.sh writes.
        if FileManager.default.fileExists(atPath: environment.appending(path: "requirements.installed").path) { return true }
        print("skipped: no Python environment for the real EVM in \(environment.path): run Tests/setup.sh")
        return false
    }
}
