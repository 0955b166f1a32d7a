import CollateralState
import NodeStorage
import Quorum
import UnifiedView

/// Makes a stream's ledger anew from nothing but a database's log and the trust file.
struct LogReplay {
    private let trusted: TrustedStream

    init(_ trusted: TrustedStream) { self.trusted = trusted }

    func ledger(from store: Store) throws -> StreamLedger {
        let history = try AttesterSetHistory(genesis: trusted.genesis)
        var ledger = try StreamLedger(description: trusted.description, history: history)
        var next: SequenceNumber? = .first
        while let from = next {
            let page = try store.log(trusted.description.id, from: from, limit: 256)
            for bundle in page { _ = try ledger.insert(history.certify(bundle)) }
            next = page.last?.message.header.sequence.next
        }
        return ledger
    }
}
