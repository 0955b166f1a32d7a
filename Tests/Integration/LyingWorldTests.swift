import CollateralState
import Devnet
import Encoding
import Foundation
import Node
import NodeAPI
import Quantities
import Signatures
import TestVectors
import Testing
import UnifiedView

extension WholeNodeTests {
    @Suite("Nodes in a world that lies")
    struct LyingWorldTests {
        static let faults: [SourceFault] = [.stall, .lag(3), .lieLogs, .omitLogs, .lieHeader, .lieBalance, .errors, .garbage]
        /// Faults that a source cannot have without being caught.
        static let provable: [SourceFault] = [.lieLogs, .omitLogs, .lieHeader, .garbage]

        @Test("one lying source of three: the node goes on, shows the truth alone, and names the liar", .timeLimit(.minutes(5)))
        func oneOfThree() async throws {
            try await LyingWorld.use(sources: 3) { world in
                for fault in Self.faults {
                    let before = world.alarms.alarms("source").count
                    for chain in world.hosted.chains { try await chain.setFault(fault, ofSource: 1) }
                    try await world.actAndExpectTruth()
                    try await world.eventuallyComplete("with \(fault) at one source of three")
                    if Self.provable.contains(fault) {
                        #expect(world.alarms.alarms("source").count > before, "\(fault) raised no alarm")
                        #expect(world.alarms.alarms("source").dropFirst(before).allSatisfy { $0.contains("source 1") || $0.contains("source-1") })
                    }
                    for chain in world.hosted.chains { try await chain.setFault(.none, ofSource: 1) }
                }
                try await world.actAndExpectTruth()
                try await world.eventuallyComplete("with honest sources again")
                #expect(world.alarms.alarms("halted") == [])
            }
        }

        @Test("one lying source of two: what they do not both say is unknown, and counts once they agree again", .timeLimit(.minutes(5)))
        func oneOfTwo() async throws {
            try await LyingWorld.use(sources: 2) { world in
                for fault in Self.faults {
                    for chain in world.hosted.chains { try await chain.setFault(fault, ofSource: 1) }
                    try await world.actAndExpectTruth()
                    for chain in world.hosted.chains { try await chain.setFault(.none, ofSource: 1) }
                    try await world.actAndExpectTruth()
                    try await world.eventuallyComplete("after \(fault) at one source of two")
                }
                #expect(world.alarms.alarms("halted") == [])
            }
        }

        @Test("the program counts alarms where monitoring looks for them", .enabled(if: Program.isPresent), .timeLimit(.minutes(2)))
        func alarmsAreCounted() async throws {
            try await HostedChains.use([53_001, 53_002], sources: 3) { hosted in
                let network = try TestNetwork(
                    chains: hosted.chains.map { chain in
                        .init(id: chain.id, vault: DevelopmentChain.defaultVault, sources: (0..<3).map { chain.url(source: $0) })
                    }, plans: [.init(chains: [0, 1], peers: [])])
                let program = try RunningProgram(Program.url, ["run", "--config", network.configurationFile(0)])
                try await eventually("the program listening") { program.errors.contains("listening on port") }
                try await hosted.chains[0].setFault(.lieHeader, ofSource: 2)
                try await eventually("an alarm being counted", last: { program.errors }) {
                    try await hosted.chains[0].mine()
                    let metrics = String(decoding: try await TestHTTP.get("\(network.url(0))/metrics").body, as: UTF8.self)
                    return metrics.split(separator: "\n").contains { $0.hasPrefix(#"plimsoll_alarms_total{kind="source"} "#) && !$0.hasSuffix(" 0") }
                }
                #expect(program.errors.contains("source-2") || program.errors.contains("source 2"), "\(program.errors)")
                program.send(SIGTERM)
                #expect(await program.ended() == .code(0))
            }
        }

        @Test("two pairs that trust each other's streams: either node shows all four chains", .timeLimit(.minutes(3)))
        func fourChains() async throws {
            try await HostedChains.use([51_001, 51_002, 51_003, 51_004], sources: 1) { hosted in
                let network = try TestNetwork(
                    chains: hosted.chains.map { .init(id: $0.id, vault: DevelopmentChain.defaultVault, sources: [$0.url()]) },
                    plans: [.init(chains: [0, 1], peers: [1]), .init(chains: [2, 3], peers: [0])])
                let alarms = AlarmBook()
                try await RunningNodes.use((0..<2).map(network.configurationFile), alarms: alarms) { nodes in
                    let world = try LyingWorld(hosted: hosted, network: network, nodes: nodes, alarms: alarms)
                    for _ in 0..<3 {
                        try await world.actAndExpectTruth()
                        try await world.eventuallyComplete("on all four chains, at both nodes")
                    }
                    for node in nodes {
                        let view = try await node.snapshot().view
                        #expect(Set(view.streams.map(\.chain)) == Set(network.chains.map(\.chainID)))
                        #expect(view.streams.allSatisfy { $0.standing.isLive && $0.tip != nil })
                    }
                    #expect(alarms.entries.compactMap(\.label) == [])
                }
            }
        }

        @Test("a follower without a voice shows what attesters of its streams certify", .timeLimit(.minutes(3)))
        func observerWithoutVoice() async throws {
            try await HostedChains.use([52_001, 52_002, 52_003], sources: 1) { hosted in
                // The second node has no voice about the first chain, and the second chain needs both.
                let network = try TestNetwork(
                    chains: hosted.chains.map { .init(id: $0.id, vault: DevelopmentChain.defaultVault, sources: [$0.url()]) },
                    plans: [.init(chains: [0, 1], peers: [1]), .init(chains: [1, 2], peers: [0])])
                let alarms = AlarmBook()
                try await RunningNodes.use((0..<2).map(network.configurationFile), alarms: alarms) { nodes in
                    let world = try LyingWorld(hosted: hosted, network: network, nodes: [nodes[1]], alarms: alarms)
                    try await world.actAndExpectTruth()
                    try await world.eventuallyComplete("at the node that reads only two of the three chains")
                }
            }
        }
    }
}

/// Hosted chains, the nodes that read them, and people who use the vaults.
private struct LyingWorld: Sendable {
    let hosted: HostedChains
    let network: TestNetwork
    let nodes: [NodeService]
    let alarms: AlarmBook
    private let accounts: [EthereumAddress]
    private let assets: [EthereumAddress]

    init(hosted: HostedChains, network: TestNetwork, nodes: [NodeService], alarms: AlarmBook) throws {
        self.hosted = hosted
        self.network = network
        self.nodes = nodes
        self.alarms = alarms
        accounts = try (1...4).map { try EthereumAddress(bytes: Bytes(repeating: $0, count: 20)) }
        assets = try [0xaa, 0xbb].map { try EthereumAddress(bytes: Bytes(repeating: $0, count: 20)) }
    }

    /// One node on two chains, whose sources are of one operator each; more than half must agree.
    static func use(sources: Int, _ body: @escaping @Sendable (LyingWorld) async throws -> Void) async throws {
        try await HostedChains.use([50_001, 50_002], sources: sources) { hosted in
            let network = try TestNetwork(
                chains: hosted.chains.map { chain in
                    .init(id: chain.id, vault: DevelopmentChain.defaultVault, sources: (0..<sources).map { chain.url(source: $0) })
                },
                plans: [.init(chains: [0, 1], peers: [])])
            let alarms = AlarmBook()
            try await RunningNodes.use([network.configurationFile(0)], alarms: alarms) { nodes in
                try await body(LyingWorld(hosted: hosted, network: network, nodes: nodes, alarms: alarms))
            }
        }
    }

    /// A few blocks with random actions; after each, whatever the nodes show is what the vault held at the block they show it at.
    func actAndExpectTruth() async throws {
        var random = SeededGenerator()
        for _ in 0..<5 {
            for chain in hosted.chains {
                for _ in 0..<3 { try await act(on: chain, &random) }
                try await chain.mine()
            }
            try await Task.sleep(for: .milliseconds(TestNetwork.pollMilliseconds / 2))
            try await expectTruth()
        }
    }

    /// What the vault refuses is left out.
    private func act(on chain: HostedChains.Chain, _ random: inout SeededGenerator) async throws {
        guard let kind = VaultAction.Kind.allCases.randomElement(using: &random), let account = accounts.randomElement(using: &random),
            let asset = assets.randomElement(using: &random)
        else { return }
        try? await chain.submit(kind, account, asset, UInt256(UInt64.random(in: 1...100, using: &random)))
    }

    /// Source 0 is always honest.
    private func truth(_ index: Int) -> VaultTruth {
        VaultTruth(chain: network.chains[index], url: hosted.chains[index].url(), accounts: accounts, assets: assets)
    }

    private func expectTruth() async throws {
        for node in nodes {
            let view = try await node.snapshot().view
            for index in hosted.chains.indices { #expect(try await truth(index).differences(from: view) == []) }
        }
    }

    /// Makes everything final and waits until all nodes show all of it.
    func eventuallyComplete(_ when: String) async throws {
        for chain in hosted.chains { try await chain.mine(2) }
        var wanted: [[VaultTruth.Key: Int256]] = []
        for index in hosted.chains.indices { wanted.append(try await truth(index).holdings(at: "finalized")) }
        try await eventually("the view showing all that is final \(when)", within: .seconds(60), last: { try await state() }) {
            for node in nodes {
                let view = try await node.snapshot().view
                for index in hosted.chains.indices where try truth(index).holdings(in: view) != wanted[index] { return false }
            }
            return true
        }
        try await expectTruth()
    }

    private func state() async throws -> String {
        var texts = alarms.entries.suffix(4).map(\.text)
        for node in nodes { texts += try await node.snapshot().observations.map { "\($0)" } }
        return texts.joined(separator: "; ")
    }
}
