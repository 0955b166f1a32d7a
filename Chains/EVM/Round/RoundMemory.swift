import ChainModel
import CollateralState
import Encoding
import EthereumHeader

/// What the adapter remembers from one exchange to the next.
struct RoundMemory: AdapterMemory {
    /// Sources whose chain id was right.
    var verified: Set<SourceID> = []
    /// Sources whose chain id was wrong: not asked again.
    var excluded: Set<SourceID> = []
    var stage: Stage = .head

    init() {}

    init(_ cursor: Cursor) {
        self = cursor.memory as? RoundMemory ?? RoundMemory()
    }
}

/// What the round asks now.
enum Stage: Sendable {
    /// Who are you, and how far does the finality rule reach?
    case head
    /// Which headers stand at these heights?
    case headers(HeaderRange)
    /// Which events do the blocks have whose bloom does not exclude them?
    case logs(BlockRun)
    /// Is it true that these have none?
    case receipts(BlockRun)
    /// The same, for sources that give receipts only one by one: first which transactions there are, then their receipts.
    case transactions(BlockRun)
    case singleReceipts(BlockRun)
}

/// Heights to ask headers for: the last block read, to see it confirmed, and those after it.
struct HeaderRange: Sendable {
    /// The highest block the finality rule covers.
    let head: UInt64
    let heights: ClosedRange<UInt64>
}

/// Blocks whose headers are agreed and linked, on the way to being read.
struct BlockRun: Sendable {
    let head: UInt64
    /// The evidence for the last block read before; nil when there is none.
    let confirmation: Evidence?
    /// Ascending without gap.
    var blocks: [BlockReading]

    /// The blocks up to the first that this round cannot read.
    var readable: Range<Int> {
        0..<(blocks.firstIndex { if case .open = $0.state { true } else { false } } ?? blocks.count)
    }
}

/// One block on the way to being read.
struct BlockReading: Sendable {
    enum State: Sendable {
        /// The bloom excludes every event of the vault.
        case excluded
        /// The bloom does not.
        case unread
        /// Sources agree that there are none; receipts have to show it.
        case claimedEmpty(Agreement<[EventLog]>)
        case read(Agreement<[EventLog]>, Ground)
        case open(NotYet)
    }

    let header: Agreement<SealedHeader>
    var state: State
    var receipts = ReceiptsEvidence()

    /// How the events of a block are known, or their absence.
    enum Ground: String, Sendable, CaseIterable {
        case excludedByBloom = "excluded-by-bloom"
        case eventsAgreed = "events-agreed"
        case receiptsShowNone = "receipts-show-none"
        case receiptsOverrule = "receipts-overrule"
        case emptyAgreed = "empty-agreed"
    }
}

/// What the receipts of a block have shown, source by source.
struct ReceiptsEvidence: Sendable {
    /// Complete receipts, and the vault's events among them.
    var shown: [SourceID: [EventLog]] = [:]
    /// Sources that give no receipts of a whole block.
    var withoutBlockReceipts: Set<SourceID> = []
    /// Sources that give no receipts at all.
    var withoutReceipts: Set<SourceID> = []
    var failures: [Abstention] = []
    /// For sources that give receipts one by one: the transactions they name.
    var transactions: [SourceID: [Digest]] = [:]
}
