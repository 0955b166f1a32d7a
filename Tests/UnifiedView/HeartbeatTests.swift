import CollateralState
import Encoding
import Quorum
import Signatures
import Testing

@testable import UnifiedView

@Suite("Heartbeats and freshness")
struct HeartbeatTests {
    let stream = try! SampleStream()

    private func ledger(_ messages: [SampleMessage]) throws -> StreamLedger {
        var ledger = try StreamLedger(description: stream.description, history: stream.genesisHistory)
        for message in messages { _ = try ledger.insert(message.certified) }
        return ledger
    }

    @Test("a stream is as fresh as its own message until a threshold of weight says more")
    func quorumCarriesFreshness() throws {
        let messages = try stream.run(2)
        let last = messages[1].header.digest
        var ledger = try ledger(messages)
        #expect(ledger.status.freshness?.block == messages[1].header.block)
        #expect(try ledger.insert(stream.heartbeat(0, last: last, height: 500)) == .counted)
        #expect(ledger.status.freshness?.block.height == 110)
        #expect(try ledger.insert(stream.heartbeat(1, last: last, height: 400)) == .counted)
        let slower = try stream.heartbeat(1, last: last, height: 400).record
        #expect(ledger.status.freshness == Freshness(block: slower.block, time: slower.blockTime))
        #expect(try ledger.insert(stream.heartbeat(2, last: last, height: 450)) == .counted)
        #expect(ledger.status.freshness?.block.height == 450)
    }

    @Test("one attester with a far height or a late time moves nothing alone")
    func oneLiarMovesNothing() throws {
        let messages = try stream.run(1)
        let last = messages[0].header.digest
        var ledger = try ledger(messages)
        _ = try ledger.insert(stream.heartbeat(0, last: last, height: .max, time: 1))
        _ = try ledger.insert(stream.heartbeat(1, last: last, height: 200, time: 200_000))
        _ = try ledger.insert(stream.heartbeat(2, last: last, height: 201, time: 201_000))
        #expect(ledger.status.freshness?.block.height == 201)
        #expect(ledger.status.freshness?.time.milliseconds == 200_000)
    }

    @Test("an empty vault is fresh too, when a quorum says that there is still nothing")
    func emptyStreamIsFresh() throws {
        var ledger = try ledger([])
        #expect(ledger.status.freshness == nil)
        for signer in 0..<2 { _ = try ledger.insert(stream.heartbeat(signer, last: .zero, height: 300)) }
        #expect(ledger.status.freshness?.block.height == 300)
        #expect(ledger.status.tip == nil)
    }

    @Test("heartbeats for an older message say nothing once a newer one counts")
    func olderHeartbeatsStopCounting() throws {
        let messages = try stream.run(2)
        var ledger = try ledger([messages[0]])
        for signer in 0..<2 { _ = try ledger.insert(stream.heartbeat(signer, last: messages[0].header.digest, height: 105)) }
        #expect(ledger.status.freshness?.block.height == 105)
        _ = try ledger.insert(messages[1].certified)
        #expect(ledger.status.freshness?.block.height == 110)
        #expect(try ledger.insert(stream.heartbeat(2, last: messages[0].header.digest, height: 106)) == .counted)
    }

    @Test("a heartbeat that names a message not yet known shows that something newer exists")
    func namesNewerMessage() throws {
        let messages = try stream.run(3)
        var ledger = try ledger([messages[0]])
        let ahead = messages[2].header.digest
        #expect(try ledger.insert(stream.heartbeat(0, last: ahead, height: 130)) == .newerMessageExists(ahead))
        #expect(try ledger.insert(stream.heartbeat(0, last: ahead, height: 130)) == .alreadyKnown)
        _ = try ledger.insert(stream.heartbeat(1, last: ahead, height: 130))
        #expect(ledger.status.freshness?.block == messages[0].header.block)
        for message in messages { _ = try ledger.insert(message.certified) }
        #expect(ledger.status.freshness?.block.height == 130)
    }

    @Test("a stopped stream grows stale: heartbeats do not refresh it")
    func stoppedStreamGrowsStale() throws {
        let messages = try stream.run(2)
        var ledger = try ledger(messages)
        for signer in 0..<3 { _ = try ledger.insert(stream.heartbeat(signer, last: messages[0].header.digest, height: 900)) }
        _ = try ledger.insert(try stream.message(after: messages[0], [1: 1], salt: 4).certified)
        #expect(ledger.standing == .frozen(since: messages[1].header.sequence))
        #expect(ledger.status.freshness?.block == messages[0].header.block)
    }

    @Test("refuses heartbeats of strangers, of another stream, and with a signature that does not hold")
    func refusesForgedHeartbeats() throws {
        var ledger = try ledger([])
        let stranger = try stream.heartbeat(4, last: .zero, height: 200)
        #expect(throws: UnifiedViewError.quorum(.unknownSigner(stranger.signer, setNumber: 0))) { try ledger.insert(stranger) }
        let foreign = try SampleStream(1).heartbeat(0, last: .zero, height: 200)
        #expect(throws: UnifiedViewError.foreignStream(expected: stream.id, got: foreign.record.stream)) { try ledger.insert(foreign) }
        let (mine, theirs) = (try stream.heartbeat(0, last: .zero, height: 200), try stream.heartbeat(1, last: .zero, height: 200))
        let forged = Heartbeat(record: mine.record, signer: mine.signer, signature: theirs.signature)
        #expect(throws: UnifiedViewError.quorum(.invalidSignature(mine.signer, .mismatch(.ed25519)))) { try ledger.insert(forged) }
        #expect(ledger.highestHeartbeats.isEmpty)
    }

    @Test("who left the attester set refreshes nothing any more; who joined counts after the change")
    func setChangeDecidesWhoCounts() throws {
        let changed = try SampleStream(0, changesSetAt: 2)
        let first = try changed.message(after: nil, [1: 1])
        var ledger = try StreamLedger(description: changed.description, history: changed.genesisHistory)
        _ = try ledger.insert(first.certified)
        let heartbeats = try (0..<4).map { try changed.heartbeat($0, last: first.header.digest, height: 300 + UInt64($0)) }
        for heartbeat in heartbeats.prefix(2) { _ = try ledger.insert(heartbeat) }
        #expect(ledger.status.freshness?.block.height == 300)
        #expect(throws: UnifiedViewError.quorum(.unknownSigner(heartbeats[3].signer, setNumber: 0))) { try ledger.insert(heartbeats[3]) }
        _ = try ledger.apply(changed.change)
        #expect(ledger.status.freshness?.block.height == 100)
        _ = try ledger.insert(heartbeats[3])
        #expect(ledger.status.freshness?.block.height == 300)
    }
}
