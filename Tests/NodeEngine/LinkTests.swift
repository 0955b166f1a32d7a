import ChainIdentity
import CollateralState
import Encoding
import Signatures
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Links in a running node")
struct LinkTests {
    let world: World
    /// Accounts that sign with Ed25519.
    let accounts: [AccountID]

    init() throws {
        world = try World()
        accounts = try World.keys.prefix(2).map {
            try AccountID(chain: ChainID(parsing: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"), key: AccountKey($0.publicKey.raw))
        }
    }

    private func link(_ number: UInt64 = 1, network: NetworkName = World.network, signers: [Int] = [0, 1]) throws -> AccountLink {
        let statement = try AccountLinkStatement(network: network, accounts[0], accounts[1], number: number, action: .link)
        return try AccountLink(statement: statement, signatures: signers.map { try statement.signed(by: accounts[$0], with: World.keys[$0]) })
    }

    @Test("a link from a peer or from the operator joins accounts, is durable, and changes the view once")
    func accepted() throws {
        for submitted in [true, false] {
            var node = try TestNode(world, chains: 0)
            let event: () throws -> Event = { submitted ? .submitted(try link()) : .received([.link(try link())], from: try PeerID(parsing: "p"), cursor: nil) }
            let actions = try node.handle(event())
            guard case .persist(let records)? = actions.first, case .link(let kept)? = records.first else {
                Issue.record("the link was not kept")
                continue
            }
            #expect(try kept == link())
            #expect(actions.contains { if case .viewChanged = $0 { true } else { false } })
            #expect(try node.engine.view().marginAccount(of: accounts[0]).members == accounts.sorted())
            #expect(try node.handle(event()).isEmpty)
        }
    }

    @Test("an older statement about a pair changes nothing")
    func superseded() throws {
        var node = try TestNode(world, chains: 0)
        try node.receive(.link(link(3)))
        #expect(try node.receive(.link(link(2))).isEmpty)
    }

    @Test("a link of one side, or of another network, is an alarm when a peer sends it")
    func refused() throws {
        var node = try TestNode(world, chains: 0)
        try node.receive(.link(link(signers: [0])), .link(link(network: NetworkName(parsing: "mainnet"))))
        #expect(node.alarms.map(\.label) == ["peer", "peer"])
        #expect(node.shelf.records.isEmpty)
        #expect(try node.handle(.submitted(link(signers: [1]))).isEmpty)
    }
}
