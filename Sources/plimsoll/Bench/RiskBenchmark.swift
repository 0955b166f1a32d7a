import Encoding
import Foundation

/// The risk mathematics beside numpy and QuantLib: the same inputs, answers compared, processor time on one thread each.
struct RiskBenchmark {
    let plan: BenchPlan
    /// The virtual environment with numpy and QuantLib.
    let peers: String

    func figures() throws -> [Figure] {
        let workload = try RiskWorkload()
        let peer = try RiskPeer(folder: peers, workload: workload)
        if peer == nil { Output.tell("no Python environment with numpy and QuantLib in \(peers): ours stand alone. Make it with Tests/setup.sh, or name it with --peers") }
        let (gridName, simulationName) = ("option grid, 31 scenarios x 200", "Monte Carlo ES, 100,000 paths x 30")
        let ours = (grid: { try self.grids(workload) }, simulation: { try self.simulation(workload) })
        // QuantLib comes last: its memory is not numpy's.
        return [
            try figure("\(gridName), numpy", peer, .numpyGrid, times: 20, target: .ratio(atLeast: 1), agreement: 1e-9, ours.grid),
            try figure("\(simulationName), numpy", peer, .numpySimulation, target: .ratio(atLeast: 1), agreement: 0.03, ours.simulation),
            try memory(peer),
        ] + (peer == nil ? [] : [
            try figure("\(gridName), QuantLib", peer, .quantLibGrid, agreement: 1e-9, ours.grid),
            try figure("\(simulationName), QuantLib", peer, .quantLibSimulation, agreement: 0.03, ours.simulation),
        ])
    }

    /// Ours and the peer's in turns. Their answers have to agree, or the figure means nothing; simulations agree within their noise.
    private func figure(
        _ name: String, _ peer: RiskPeer?, _ work: RiskPeer.Work, times: Int = 1, target: Figure.Target? = nil, agreement: Double,
        _ ours: () throws -> (seconds: Double, answer: [Double])
    ) throws -> Figure {
        Output.progress("measuring \(name)")
        guard let peer else {
            let turns = try Turns(lasting: plan.verification) { _ in try ours().seconds } limit: { _ in 0 }
            return Figure(.risk, name, .seconds, ours: turns.ours)
        }
        let (mine, theirs) = (try ours().answer, try peer.measure(work).answer)
        guard mine.count == theirs.count, zip(mine, theirs).allSatisfy({ ($0 - $1).magnitude <= agreement * $1.magnitude }) else {
            throw BenchError.wrongAnswer(expected: "\(theirs.prefix(3)) as \(work.rawValue) says", got: "\(mine.prefix(3))")
        }
        let turns = try Turns(lasting: plan.verification) { _ in try ours().seconds } limit: { _ in try peer.measure(work, times: times).seconds }
        return Figure(.risk, name, .seconds, ours: turns.ours, limit: turns.limit, target: target)
    }

    private func grids(_ workload: RiskWorkload) throws -> (seconds: Double, answer: [Double]) {
        let times = 40
        var answer: [Double] = []
        let rate = try Stopwatch.processorRate(of: times) { for _ in 0..<times { answer = try workload.grid() } }
        return (1 / rate, answer)
    }

    private func simulation(_ workload: RiskWorkload) throws -> (seconds: Double, answer: [Double]) {
        var answer = 0.0
        let rate = try Stopwatch.processorRate(of: 1) { answer = try workload.simulate() }
        return (1 / rate, [answer])
    }

    /// Of a process that does nothing else: ours runs this program once more.
    private func memory(_ peer: RiskPeer?) throws -> Figure {
        let ours = try OwnProcess.answer(["--risk-memory"])["peakBytes"].uint64()
        let theirs = try peer.map { try $0.measure(.memory).answer } ?? []
        return Figure(.risk, "peak memory of grid and Monte Carlo", .bytes, ours: [Double(ours)], limit: theirs)
    }

    /// For the process that `memory` starts.
    static func printMemory() throws {
        let workload = try RiskWorkload()
        _ = (try workload.grid(), try workload.simulate())
        Output().json(["peakBytes": .integer(Int(try PeakMemory.bytes()))])
    }
}
