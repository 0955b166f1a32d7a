import CollateralState
import Encoding
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
        return StartUp(seconds: seconds, processorSeconds: Stopwatch.processorSeconds, peakBytes: try PeakMemory.bytes())
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
        let json = try OwnProcess.answer(["--start-up-of", file])
        seconds = try Double(json["microseconds"].uint64()) / 1e6
        processorSeconds = try Double(json["processorMicroseconds"].uint64()) / 1e6
        peakBytes = try Double(json["peakBytes"].uint64())
    }
}
