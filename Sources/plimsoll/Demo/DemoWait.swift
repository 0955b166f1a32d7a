import CollateralState
import Node
import NodeAPI
import Quantities
import UnifiedView

/// Waits until the first node's unified view shows what the vaults hold, known by all three nodes.
struct DemoWait {
    let world: DemoWorld
    let nodes: [NodeService]

    static let patience = Duration.seconds(60)

    /// The first node's snapshot once all nodes show what is expected.
    func snapshot() async throws -> NodeSnapshot {
        try await until("the unified view of all nodes", isComplete)
        return try await nodes[0].snapshot()
    }

    func untilEveryStreamHasMessages() async throws {
        try await until("a certified message on both chains") { $0.view.streams.allSatisfy { $0.tip != nil } }
    }

    private func until(_ what: String, _ holds: (NodeSnapshot) throws -> Bool) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.patience
        while clock.now < deadline {
            var snapshots: [NodeSnapshot] = []
            for node in nodes { snapshots.append(try await node.snapshot()) }
            if try snapshots.allSatisfy(holds) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DemoError.timedOut(what)
    }

    private func isComplete(_ snapshot: NodeSnapshot) throws -> Bool {
        guard snapshot.prices != nil, snapshot.parameters != nil else { return false }
        let owner = try snapshot.view.marginAccount(of: world.chains[0].account(world.ownerAddress(on: 0)))
        guard owner.members.count == world.chains.count else { return false }
        let lines = try snapshot.view.lines(of: owner)
        for holding in world.expected {
            let chain = world.chains[holding.chain]
            let asset = try chain.tokens[holding.token].asset(on: chain.chainID)
            let amount = try DemoWorld.baseUnits(holding.amount, chain.tokens[holding.token])
            let found = lines.first { $0.holding.kind == holding.kind && $0.holding.asset == asset }
            guard found?.holding.quantity.description == amount.description else { return false }
        }
        return lines.count == world.expected.count
    }
}
