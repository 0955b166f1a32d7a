import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Quorum
import StateTree
import Testing

@testable import UnifiedView

@Suite("Collateral view")
struct CollateralViewTests {
    let one = try! SampleStream(0)
    let other = try! SampleStream(1)
    let network = SampleStream.network

    private func ledger(_ stream: SampleStream, _ messages: [SampleMessage]) throws -> StreamLedger {
        var ledger = try StreamLedger(description: stream.description, history: stream.genesisHistory)
        for message in messages { _ = try ledger.insert(message.certified) }
        return ledger
    }

    private func view(_ ledgers: [StreamLedger]) throws -> CollateralView {
        try CollateralView(network: network, ledgers: ledgers, links: AccountLinks(network: network))
    }

    @Test("shows every holding of an account with its stream, place, age, finality, evidence and standing")
    func lines() throws {
        let messages = [try one.message(after: nil, [1: 10, 2: 20])]
        let view = try view([ledger(one, messages), ledger(other, other.run(3))])
        let account = try SampleStream.accountID(1)
        let line = HoldingLine(
            account: account, stream: one.id, holding: try SampleStream.state(10).holdings[0], sequence: .first,
            asOfBlock: messages[0].header.block, asOfTime: messages[0].header.blockTime, finality: .finalized, evidence: .quorumRead,
            standing: .live)
        #expect(try view.lines(of: account) == [line])
        #expect(try view.lines(of: view.marginAccount(of: account)) == [line])
        #expect(try view.lines(of: SampleStream.accountID(77)) == [])
        #expect(try view.lines(of: SampleStream.accountID(1, chain: "eip155:137")) == [])
    }

    @Test("an account is found by any accepted spelling of its address")
    func spellings() throws {
        let key = try AccountKey(Hex.decode("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
        let view = try view([ledger(one, [])])
        let lower = try AccountID(parsing: "eip155:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")
        #expect(try view.marginAccount(of: lower).members == [AccountID(chain: ChainID(parsing: "eip155:1"), key: key)])
        #expect(throws: UnifiedViewError.self) { try view.marginAccount(of: AccountID(parsing: "eip155:1:nonsense")) }
    }

    @Test("lines of a frozen stream say so and show the last undisputed holdings")
    func frozenLines() throws {
        let first = try one.message(after: nil, [1: 10])
        let second = try one.message(after: first, [1: 999])
        let fork = try one.message(after: first, [1: 5], salt: 3)
        let view = try view([ledger(one, [first, second, fork])])
        let lines = try view.lines(of: SampleStream.accountID(1))
        #expect(lines.map(\.holding.quantity.description) == ["10"])
        #expect(lines.first?.standing == .frozen(since: second.header.sequence))
        #expect(lines.first?.isDisputed == true)
    }

    @Test("lists every account and every margin account once")
    func lists() throws {
        let messages = [try one.message(after: nil, [1: 10, 2: 20, 3: 30])]
        let others = [try other.message(after: nil, [1: 10])]
        let view = try view([ledger(one, messages), ledger(other, others)])
        let accounts = try view.accounts()
        #expect(accounts.count == 4)
        #expect(accounts == accounts.sorted())
        #expect(try view.marginAccounts().map(\.members) == accounts.map { [$0] })
    }

    @Test("the digest follows what the streams stand at, and nothing else")
    func digestFollowsKnowledge() throws {
        let messages = try one.run(3)
        let full = try view([ledger(one, messages), ledger(other, [])])
        #expect(try view([ledger(other, []), ledger(one, messages)]).digest == full.digest)
        #expect(try view([ledger(one, Array(messages.prefix(2))), ledger(other, [])]).digest != full.digest)
        #expect(try view([ledger(one, messages)]).digest != full.digest)

        let better = try one.certify(messages[2].certified.message, signers: [0, 1, 2], evidence: .stateProved)
        var joined = try ledger(one, messages)
        _ = try joined.insert(better)
        #expect(try view([joined, ledger(other, [])]).digest == full.digest)
        for signer in 0..<2 { _ = try joined.insert(one.heartbeat(signer, last: messages[2].header.digest, height: 500)) }
        #expect(try view([joined, ledger(other, [])]).digest != full.digest)

        var links = AccountLinks(network: network)
        _ = try links.insert(LinkPool.links[0])
        let linked = try CollateralView(network: network, ledgers: [ledger(one, messages), ledger(other, [])], links: links)
        #expect(linked.digest != full.digest)
    }

    @Test("refuses ledgers or links of another network, and two ledgers of one stream")
    func refusesStrangers() throws {
        let main = NetworkName("main-net")!
        let ledger = try ledger(one, [])
        #expect(throws: UnifiedViewError.foreignNetwork(expected: "main-net", got: "test-net")) {
            try CollateralView(network: main, ledgers: [ledger], links: AccountLinks(network: main))
        }
        #expect(throws: UnifiedViewError.foreignNetwork(expected: "test-net", got: "main-net")) {
            try CollateralView(network: network, ledgers: [ledger], links: AccountLinks(network: main))
        }
        #expect(throws: UnifiedViewError.duplicateStream(one.id)) { try view([ledger, ledger]) }
    }
}
