import CollateralState
import Devnet
import Encoding
import NodeStorage
import Quantities
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

extension WholeNodeTests {
    /// Three nodes of one pair, each a process of the real program, two attesters of three; any of them dies at any instant, again and again.
    @Suite("kill -9 at any instant", .enabled(if: Program.isPresent))
    struct KillTests {
        static let kills = 100
        /// The longest a node lives on after it has started up.
        static let longestLife = Duration.milliseconds(600)

        @Test("after 100 kills under load nothing accepted is lost or doubled, roots agree, and nobody signed two digests", .timeLimit(.minutes(10)))
        func kill() async throws {
            try await HostedChains.use([41_001, 41_002], sources: 2, blockInterval: .milliseconds(150)) { chains in
                let fleet = try await Fleet(chains)
                var random = SeededGenerator()
                let load = try Load(chains)
                try await fleet.startAll()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await load.run() }
                    for node in fleet.nodes { group.addTask { await fleet.watch(node) } }
                    var victim = 0
                    for kill in 1...Self.kills {
                        try await Self.live(victim, of: fleet, &random)
                        try await fleet.kill(victim, kill, &random)
                        // The same one again, as it starts up, or another in the middle of its work.
                        if Bool.random(using: &random) { victim = Int.random(in: 0..<fleet.nodes.count, using: &random) }
                    }
                    group.cancelAll()
                }
                try await fleet.settle(load)
                try await fleet.stopAll()
                try fleet.expectLaws()
                print("killed \(Self.kills) times: \(fleet.summary)")
            }
        }

        /// One life in four ends somewhere in the start-up, the others in the midst of whatever comes after it.
        private static func live(_ victim: Int, of fleet: Fleet, _ random: inout SeededGenerator) async throws {
            let isStarting = Int.random(in: 0..<4, using: &random) == 0
            let share = Double.random(in: 0..<1, using: &random)
            if !isStarting { try await fleet.untilListening(victim) }
            try await Task.sleep(for: (isStarting ? fleet.lastStartUp : longestLife) * share)
        }
    }
}
