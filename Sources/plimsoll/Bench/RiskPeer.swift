import Encoding
import Foundation

/// Python with numpy, scipy and QuantLib, in a process that stays: it does the same work when asked, and measures itself.
///
/// Its environment is the one that the tests compare with (`Tests/setup.sh`).
final class RiskPeer {
    enum Work: String {
        case numpyGrid = "numpy_grid"
        case quantLibGrid = "quantlib_grid"
        case numpySimulation = "numpy_simulation"
        case quantLibSimulation = "quantlib_simulation"
        case memory
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    static var defaultFolder: String {
        let named = ProcessInfo.processInfo.environment["PLIMSOLL_PEERS_VENV"] ?? ""
        return named.isEmpty ? ".build/peers-venv" : named
    }

    /// nil when there is no such environment.
    ///
    /// - Parameter folder: the virtual environment.
    init?(folder: String, workload: RiskWorkload) throws {
        let python = URL(filePath: folder).appending(path: "bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
        process.executableURL = python
        process.arguments = ["-c", RiskPeerProgram.text]
        // One thread, as ours.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        // Writing to a peer that ended is then an error that is thrown, and not the end of this program.
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        try tell(workload.json.printed())
    }

    deinit {
        // At the end of its input it ends by itself.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// - Returns: seconds of processor time for one, and the answer.
    func measure(_ work: Work, times: Int = 1) throws -> (seconds: Double, answer: [Double]) {
        try tell("\(work.rawValue) \(times)")
        let json = JSONNode(try JSON.parse(line()))
        let answer = try json["answer"].array(max: 100_000).map { node in
            guard case .number(let text) = node.value, let number = Double(text) else { throw node.unexpected("a number") }
            return number
        }
        return (try Double(json["nanoseconds"].uint64()) / 1e9 / Double(times), answer)
    }

    private func tell(_ line: String) throws {
        guard process.isRunning else { throw BenchError.peerEnded }
        try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
    }

    private func line() throws -> Bytes {
        var line = Bytes()
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw BenchError.peerEnded }
            line += Bytes(more)
        }
        return line
    }
}
