import ChainIdentity
import CollateralState
import Encoding
import Foundation
import Node
import NodeAPI
import NodeStorage
import Quantities
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

extension WholeNodeTests {
    /// Two nodes of one pair, two attesters of two, on two real EVMs with a compiled vault each: one read by confirmations, one by finality.
    ///
    /// Real: the EVM, the contract, its storage, events, receipts, headers and reorganisations. By convention: which block is finalized, since
    /// a chain of one miner has no consensus; the rig says "this many behind the head".
    @Suite("A pair of nodes on real EVMs", .enabled(if: RigLocation.isPresent))
    struct RealEVMPairTests {
        @Test("the unified totals of every account are the contracts' own balances at the same blocks, on both nodes", .timeLimit(.minutes(5)))
        func totals() async throws {
            let world = try await RealEVMWorld()
            try await world.run { nodes in
                var random = SeededGenerator()
                for round in 0..<6 {
                    for chain in world.chains { try await world.act(on: chain, actions: 5, &random) }
                    // At any moment, not only at rest.
                    if round.isMultiple(of: 2) { try await world.expectTruth(nodes) }
                }
                try await world.settle(nodes)
                try await world.expectTruth(nodes)
                for node in nodes {
                    let streams = try await node.snapshot().view.streams
                    #expect(streams.allSatisfy { $0.tip?.attestations.count == 2 })
                    #expect(Set(streams.map(\.finality)) == [.latest, .finalized])
                }
                let totals = try await nodes.asyncMap { try await world.totals(of: $0) }
                #expect(totals[0] == totals[1])
                #expect(try await totals[0] == world.contractTotals(at: nodes[0]))
                #expect(!totals[0].isEmpty)
                #expect(world.alarms.entries.filter { $0.label != nil }.map(\.text) == [])
            }
        }

        @Test("a deposit that a reorganisation undoes before it is final is never shown, and all else is true", .timeLimit(.minutes(5)))
        func undoneDeposit() async throws {
            let world = try await RealEVMWorld()
            try await world.run { nodes in
                var random = SeededGenerator()
                for chain in world.chains { try await world.act(on: chain, actions: 6, &random) }
                try await world.settle(nodes)
                let before = try await nodes[0].snapshot().view.streams.map(\.digest)

                let watch = Task { try await world.watchForUndone(nodes) }
                for chain in world.chains {
                    let snapshot = try await chain.evm.snapshot()
                    try await chain.evm.transact(chain.vault, account: RealEVMWorld.undoneAccount, .deposit, asset: world.assets[0], amount: 1_000)
                    try await world.waitUntilPolled(nodes, times: 3)
                    try await chain.evm.revert(to: snapshot)
                    try await world.act(on: chain, actions: 6, &random)
                }
                try await world.settle(nodes)
                watch.cancel()
                #expect(try await watch.value > 0)
                try await world.expectTruth(nodes)
                for node in nodes {
                    let view = try await node.snapshot().view
                    #expect(zip(view.streams.map(\.digest), before).allSatisfy { $0 != $1 })
                    #expect(view.streams.allSatisfy { $0.standing.isLive })
                }
                #expect(world.alarms.entries.filter { $0.label != nil }.map(\.text) == [])
            }
        }

        @Test("a reorganisation deeper than the finality rule halts the stream with an alarm, and overwrites nothing", .timeLimit(.minutes(5)))
        func tooDeep() async throws {
            let world = try await RealEVMWorld()
            let network = world.network
            try await world.run { nodes in
                var random = SeededGenerator()
                for chain in world.chains { try await world.act(on: chain, actions: 6, &random) }
                let broken = world.chains[0]
                let snapshot = try await broken.evm.snapshot()
                try await broken.evm.transact(broken.vault, account: 1, .deposit, asset: world.assets[0], amount: 7_777)
                try await world.settle(nodes)
                let kept = try await nodes[0].snapshot().view
                let logs = try nodes.map { try world.log(of: $0, chain: 0) }

                try await broken.evm.revert(to: snapshot)
                try await world.act(on: broken, actions: 8, &random)
                try await world.act(on: world.chains[1], actions: 4, &random)
                try await eventually("both nodes halting", last: { "\(world.alarms.entries)" }) { world.alarms.alarms("halted").count >= 2 }
                try await world.settle(nodes, chains: [1])

                for (index, node) in nodes.enumerated() {
                    let readiness = try await Readiness(of: network.url(index))
                    #expect(readiness.status == 503 && !readiness.isReady)
                    #expect(readiness.reasons.contains { $0.contains("final") }, "\(readiness.reasons)")
                    let view = try await node.snapshot().view
                    let stream = try network.stream(0).description.id
                    #expect(view[stream]?.digest == kept[stream]?.digest)
                    #expect(view[stream]?.standing.label == "halted" && kept[stream]?.standing == .live)
                    #expect(try world.truth(0).holdings(in: view) == world.truth(0).holdings(in: kept))
                    #expect(try world.log(of: node, chain: 0) == logs[index])
                    // The other chain goes on.
                    #expect(try await world.truth(1).differences(from: view) == [])
                }
            }
            // A restart does not forget it, nor the deposits it had counted.
            try await RunningNodes.use([network.configurationFile(0)], alarms: world.alarms) { nodes in
                let readiness = try await Readiness(of: network.url(0))
                #expect(!readiness.isReady && readiness.reasons.contains { $0.contains("final") }, "\(readiness.reasons)")
                _ = nodes
            }
        }
    }
}

/// Two real EVMs with a vault each, and the configurations of the two nodes that read them.
private struct RealEVMWorld: Sendable {
    struct Chain: Sendable {
        let evm: RealEVM
        let vault: EthereumAddress
        let accounts: [EthereumAddress]
    }

    let chains: [Chain]
    let network: TestNetwork
    let assets: [EthereumAddress]
    let alarms = AlarmBook()

    /// Signers that act; one more acts only in what is undone.
    static let actors = 4
    static let undoneAccount = 5
    /// Blocks that must lie on a block before it counts, on either chain.
    static let depth = 2

    init() async throws {
        assets = try [0xaa, 0xbb].map { try EthereumAddress(bytes: Bytes(repeating: $0, count: 20)) }
        var chains: [Chain] = []
        for id: UInt64 in [31_337, 31_338] {
            let evm = try await RealEVM.start(chainID: id, finalityLag: UInt64(Self.depth))
            chains.append(Chain(evm: evm, vault: try await evm.deployVault(), accounts: try await evm.accounts()))
        }
        self.chains = chains
        let urls = chains.map(\.evm.url.absoluteString)
        network = try TestNetwork(
            chains: [
                .init(id: 31_337, vault: chains[0].vault, finality: "confirmations:\(Self.depth)", sources: [urls[0], urls[0]]),
                .init(id: 31_338, vault: chains[1].vault, finality: "finalized", sources: [urls[1]]),
            ],
            plans: [.init(chains: [0, 1], peers: [1]), .init(chains: [0, 1], peers: [0])])
    }

    func run(_ body: @escaping @Sendable ([NodeService]) async throws -> Void) async throws {
        try await RunningNodes.use((0..<2).map(network.configurationFile), alarms: alarms, body)
    }

    /// Random actions, one block each; some are refused by the contract and mined all the same.
    func act(on chain: Chain, actions: Int, _ random: inout SeededGenerator) async throws {
        for _ in 0..<actions {
            let kind = try #require(RealEVM.VaultAction.allCases.randomElement(using: &random))
            let amount = UInt64.random(in: 1...1_000, using: &random)
            try await chain.evm.transact(
                chain.vault, account: Int.random(in: 0..<Self.actors, using: &random), kind,
                asset: try #require(assets.randomElement(using: &random)), amount: UInt256(amount))
        }
    }

    /// Makes everything that happened final, and waits until both nodes show it with both attestations.
    func settle(_ nodes: [NodeService], chains wanted: [Int] = [0, 1]) async throws {
        for index in wanted { try await chains[index].evm.mine(Self.depth) }
        var expected: [Int: [VaultTruth.Key: Int256]] = [:]
        for index in wanted { expected[index] = try await truth(index).holdings(at: "latest") }
        try await eventually("both nodes showing what the contracts hold", last: { "\(alarms.entries.suffix(3))" }) {
            for node in nodes {
                let view = try await node.snapshot().view
                for index in wanted {
                    let stream = try network.stream(index).description.id
                    guard try truth(index).holdings(in: view) == expected[index], view[stream]?.tip?.attestations.count == 2 else { return false }
                }
            }
            return true
        }
    }

    func truth(_ index: Int) -> VaultTruth {
        let accounts = Array(chains[index].accounts.prefix(Self.undoneAccount + 1))
        return VaultTruth(chain: network.chains[index], url: chains[index].evm.url.absoluteString, accounts: accounts, assets: assets)
    }

    func expectTruth(_ nodes: [NodeService]) async throws {
        for node in nodes {
            let view = try await node.snapshot().view
            for index in chains.indices { #expect(try await truth(index).differences(from: view) == []) }
        }
    }

    /// Across chains, by account, kind and token.
    func totals(of node: NodeService) async throws -> [TotalKey: Int256] {
        let view = try await node.snapshot().view
        return try Self.added(chains.indices.map { try truth($0).holdings(in: view) })
    }

    /// The same from the contracts, at the blocks that this node's view stands at.
    func contractTotals(at node: NodeService) async throws -> [TotalKey: Int256] {
        let view = try await node.snapshot().view
        var parts: [[VaultTruth.Key: Int256]] = []
        for index in chains.indices {
            let block = try #require(view[try network.stream(index).description.id]?.block)
            parts.append(try await truth(index).holdings(at: .string(Hex.encode0x(block.hash.bytes))))
        }
        return try Self.added(parts)
    }

    struct TotalKey: Hashable, Sendable {
        let account: EthereumAddress
        let kind: HoldingKind
        let token: String
    }

    private static func added(_ parts: [[VaultTruth.Key: Int256]]) throws -> [TotalKey: Int256] {
        var totals: [TotalKey: Int256] = [:]
        for (key, quantity) in parts.joined() {
            let total = TotalKey(account: key.account, kind: key.kind, token: key.asset.reference)
            totals[total] = try (totals[total] ?? .zero).adding(quantity)
        }
        return totals
    }

    /// Looks at both nodes until cancelled; the account that acts only in what is undone must never be seen.
    ///
    /// - Returns: how often it looked.
    func watchForUndone(_ nodes: [NodeService]) async throws -> Int {
        var looks = 0
        while !Task.isCancelled {
            for node in nodes {
                let view = try await node.snapshot().view
                for (chain, described) in zip(chains, network.chains) {
                    #expect(try view.lines(of: described.account(chain.accounts[Self.undoneAccount])).isEmpty)
                }
            }
            looks += 1
            try? await Task.sleep(for: .milliseconds(20))
        }
        return looks
    }

    /// Waits so long that each node has looked at its chains a few times.
    func waitUntilPolled(_ nodes: [NodeService], times: Int) async throws {
        try await Task.sleep(for: .milliseconds(TestNetwork.pollMilliseconds * 3 * times))
    }

    /// What a node keeps of one stream.
    func log(of node: NodeService, chain: Int) throws -> [Digest] {
        try node.store.messages(of: network.stream(chain).description.id, after: 0, limit: 100_000).map(\.header.digest)
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
