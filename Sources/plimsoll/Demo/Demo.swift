import ChainIdentity
import CollateralState
import DevnetServer
import Encoding
import Foundation
import Logging
import Margin
import Node
import NodeAPI
import OfflineVerifier
import ProofFile
import Quorum
import UnifiedView

/// Runs the demo's chains and nodes, acts on them, and judges what came out.
struct Demo {
    let folder: DemoFolder
    /// Whether progress is told on standard error.
    let narrate: Bool

    func run() async throws -> DemoResult {
        var logger = Logger(label: "demo") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let world = try DemoWorld(logger: logger)
        return try await withThrowingTaskGroup(of: DemoResult?.self) { group in
            for chain in world.chains {
                group.addTask {
                    try await chain.service.run()
                    return nil
                }
            }
            group.addTask { [logger] in try await stage(world, logger) }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw DemoError.timedOut("the demo")
        }
    }

    /// Everything that needs the chains to run.
    private func stage(_ world: DemoWorld, _ logger: Logger) async throws -> DemoResult {
        tell("starting two chains")
        var ports: [Int] = []
        for chain in world.chains { ports.append(try await chain.service.port()) }
        let setup = try DemoSetup(folder: folder, world: world, chainPorts: ports, nodePorts: try FreePorts.take(DemoSetup.nodes))
        tell("writing keys, configurations and the trust file")
        let configurations = try setup.write().map { try NodeConfiguration.read($0) }
        tell("starting \(configurations.count) nodes")
        let nodes = try configurations.map { try NodeService($0, registry: PrometheusRegistry(), logger: logger) }
        return try await withThrowingTaskGroup(of: DemoResult?.self) { group in
            for node in nodes {
                group.addTask {
                    try await node.run()
                    return nil
                }
            }
            group.addTask { try await judge(world, nodes) }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw DemoError.timedOut("the demo")
        }
    }

    private func judge(_ world: DemoWorld, _ nodes: [NodeService]) async throws -> DemoResult {
        var result = DemoResult()
        let wait = DemoWait(world: world, nodes: nodes)
        tell("depositing on both chains")
        try await world.deposit()
        try await wait.untilEveryStreamHasMessages()
        tell("withdrawing on the first chain, borrowing on the second")
        try await world.withdrawAndBorrow()
        tell("waiting until all nodes have attested, certified and merged it")
        let snapshot = try await wait.snapshot()
        if narrate { Output.endProgress() }
        let view = snapshot.view
        result.chains = try world.chains.map { try $0.chainID.description }
        result.streams = view.streams.sorted { $0.chain < $1.chain }
        result.add("two chains", view.streams.count == 2, view.streams.map { "\($0.chain)" }.joined(separator: " and "))
        let quorum = view.streams.allSatisfy { ($0.tip?.attestations.count ?? 0) >= Int(DemoSetup.threshold) }
        result.add("every tip is signed by a quorum", quorum, view.streams.map { "\($0.tip?.attestations.count ?? 0)" }.joined(separator: ", "))
        let owner = try view.marginAccount(of: world.chains[0].account(world.ownerAddress(on: 0)))
        result.add("the owner's two accounts are one margin account", owner.members.count == 2, owner.members.map(\.description).joined(separator: ", "))
        try addReport(of: owner, snapshot, to: &result)
        try await addProof(of: owner, nodes[0], to: &result)
        addFiles(to: &result)
        return result
    }

    private func addReport(of owner: MarginAccount, _ snapshot: NodeSnapshot, to result: inout DemoResult) throws {
        guard let (prices, parameters, venues) = try? snapshot.marginInputs() else {
            return result.add("margin", false, "the node read no prices or parameters")
        }
        let report = try MarginReport.make(
            account: owner, lines: snapshot.view.lines(of: owner), viewDigest: snapshot.view.digest, prices: prices, parameters: parameters,
            venues: venues, now: snapshot.takenAt)
        result.report = report
        result.add("margin", report.marginRatio != nil, "margin ratio \(report.marginRatio.map { "\($0)" } ?? "none")")
    }

    private func addProof(of owner: MarginAccount, _ node: NodeService, to result: inout DemoResult) async throws {
        let verifier = ProofVerifier(pins: try PinsFile.parse(BoundedFile.read(folder.file("trust.json"))), now: nil)
        let proof = try await node.proofFile(of: owner)
        try BoundedFile.write(proof, to: folder.file("proof.json"))
        let tampered = try Self.tampered(proof)
        try BoundedFile.write(tampered, to: folder.file("tampered.json"))
        let accepted = try verifier.verify(proof)
        let rejected = try verifier.verify(tampered)
        result.accepted = ReportAnswer(report: accepted, file: folder.isKept ? folder.file("proof.json") : "proof.json")
        result.rejected = ReportAnswer(report: rejected, file: folder.isKept ? folder.file("tampered.json") : "the same file with one byte changed")
        if case .accounts(let proven, let coverage)? = accepted.proven {
            let isWhole = proven.count == 2 && coverage.omissions.isEmpty
            result.add("the proof file is accepted offline", isWhole, "\(proven.count) accounts proven")
        } else {
            result.add("the proof file is accepted offline", false, "\(accepted.failure?.reason ?? "")")
        }
        result.add("one changed byte is rejected", rejected.verdict == .rejected, "at step \(rejected.steps.last?.name ?? "none")")
    }

    /// The same file with one hexadecimal digit of the last account state changed: somebody's holdings, one byte richer.
    static func tampered(_ proof: [UInt8]) throws -> [UInt8] {
        var bytes = proof
        let mark = Array("\"state\": \"".utf8)
        guard let start = (0..<(bytes.count - mark.count)).last(where: { Array(bytes[$0..<($0 + mark.count)]) == mark }),
            let end = bytes[(start + mark.count)...].firstIndex(of: UInt8(ascii: "\""))
        else { throw DemoError.timedOut("finding the account state in the proof file") }
        // The last digit of the last quantity.
        bytes[end - 1] = bytes[end - 1] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        return bytes
    }

    private func addFiles(to result: inout DemoResult) {
        guard folder.isKept else { return }
        result.add("kept", true, folder.path)
        result.files = [
            ("folder", folder.path), ("trust", folder.file("trust.json")), ("proof", folder.file("proof.json")),
            ("tampered", folder.file("tampered.json")), ("parameters", folder.file("parameters.toml")), ("prices", folder.file("prices.json")),
            ("link", folder.file("links/owner.json")),
        ]
        for node in 1...DemoSetup.nodes {
            result.files.append(("config-\(node)", folder.file("node-\(node)/node.toml")))
            result.files.append(("database-\(node)", folder.file("node-\(node)/node.db")))
        }
    }

    private func tell(_ text: String) {
        if narrate { Output.progress(text) }
    }
}
