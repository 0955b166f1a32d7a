import CollateralState
import Encoding
import Foundation
import NodeEngine
import NodeStorage
import Quorum
import UnifiedView

/// One start from a database, measured in a process of its own so that its memory is its own.
struct StartUp {
    let seconds: Double
    /// Of the processor, on all threads: what the machine's other work does not change.
    let processorSeconds: Double
    let peakBytes: Double

    /// Opens the database and goes on from it as a node does, until it can answer.
    static func measure(_ file: String) throws -> StartUp {
        let stream = try BenchStream()
        let network = stream.trusted.description.network
        let seconds = try Stopwatch.seconds {
            let store = try Store(path: file, mode: .readWrite(newFeed: .zero))
            let engine = try Engine(
                configuration: EngineConfiguration(network: network, attester: stream.signers[0]),
                streams: [store.restore(stream.trusted)], observers: [],
                links: AccountLinks(network: network, restoringUnverified: store.links()), seed: 0)
            guard try engine.view().streams.count == 1 else { throw BenchError.wrongAnswer(expected: "a view of one stream", got: "another") }
        }
        return StartUp(seconds: seconds, processorSeconds: Stopwatch.processorSeconds, peakBytes: try peakBytes())
    }

    /// The most memory this process ever had.
    private static func peakBytes() throws -> Double {
        #if os(Linux)
            // Linux counts into ru_maxrss what the process was before it became this program: a copy of the large one that started it.
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
                throw BenchError.wrongAnswer(expected: "VmHWM in /proc/self/status", got: "none")
            }
            return kibibytes * 1_024
        #else
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss)
        #endif
    }

    /// For the process that started this one.
    func print() {
        Output().json([
            "microseconds": .integer(Int(seconds * 1e6)), "processorMicroseconds": .integer(Int(processorSeconds * 1e6)),
            "peakBytes": .integer(Int(peakBytes)),
        ])
    }

    private init(seconds: Double, processorSeconds: Double, peakBytes: Double) {
        self.seconds = seconds
        self.processorSeconds = processorSeconds
        self.peakBytes = peakBytes
    }

    /// Runs this program once more, to start from `file`.
    init(inProcessOfItsOwn file: String) throws {
        guard let program = Bundle.main.executableURL else { throw BenchError.startUpFailed(exitCode: 0, output: "this program's file is unknown") }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = ["bench", "--start-up-of", file]
        process.standardOutput = pipe
        try process.run()
        let answer = Bytes(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError.startUpFailed(exitCode: process.terminationStatus, output: String(decoding: answer.prefix(200), as: UTF8.self))
        }
        let json = JSONNode(try JSON.parse(answer))
        seconds = try Double(json["microseconds"].uint64()) / 1e6
        processorSeconds = try Double(json["processorMicroseconds"].uint64()) / 1e6
        peakBytes = try Double(json["peakBytes"].uint64())
    }
}
