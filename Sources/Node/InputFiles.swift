public import CollateralState
import Dispatch
import Encoding
import Foundation
import Governance
import Logging
public import Margin
public import MarginAnswers
import NodeAPI
import NodeStorage
import Quorum
public import Signatures
public import UnifiedView

/// Prices, venue records, parameters, market assumptions and links, kept in files that the operator replaces; read again when they change.
///
/// A file that does not verify is reported and the last good one stays.
actor InputFiles {
    private let configuration: NodeConfiguration
    private let trust: TrustAnchor
    private let store: Store
    private let logger: Logger
    private var changes = FileChanges()
    /// The record taken last of each source.
    private var latest: [VerifiedPrices] = []
    private(set) var prices: PriceBook?
    /// The record taken last of each venue, ascending by name.
    private(set) var venues: [VenueBook] = []
    /// Those of a file that nobody has to sign; nil where parameters are governed.
    private(set) var parameters: ParameterSet?
    private var governed: GovernedParameterFiles?
    private(set) var market: MarketAssumptions?

    init(_ configuration: NodeConfiguration, trust: TrustAnchor, store: Store, logger: Logger) {
        self.configuration = configuration
        self.store = store
        self.trust = trust
        self.logger = logger
        governed = GovernedParameterFiles(configuration, store, receipts: .kept)
    }

    /// The parameters that hold at a moment, and, where they are governed, all that is agreed upon.
    func parameters(at now: Timestamp) -> (ParameterSet?, ParameterGovernance) {
        governed == nil ? (parameters, .none) : (governed?.parameters(at: now), governed?.standing ?? .unreadable)
    }

    /// Reads what has changed since the last call, which has ended. Returns the links among it.
    func refresh() async -> [AccountLink] {
        refreshParameters()
        for file in configuration.prices {
            load(file) { file throws(NodeError) in try take(MarginInputs.prices(file, network: configuration.network, allowed: trust.priceSources), file) }
        }
        for file in configuration.venues where changes.isNew(file) {
            let read = await readVenue(file)
            attempt(file) { file throws(NodeError) in try take(read.get(), file) }
        }
        load(configuration.market) { file throws(NodeError) in market = try MarginInputs.market(file) }
        var links: [AccountLink] = []
        for file in MarginInputs.linkFiles(configuration.links) {
            load(file) { file throws(NodeError) in links.append(try MarginInputs.link(file)) }
        }
        return links
    }

    private func refreshParameters() {
        guard governed == nil else {
            governed?.refresh(now: WallClock.now()) { [logger] in logger.error("\($0)") }
            return
        }
        load(configuration.parameters.first) { file throws(NodeError) in
            let next = try MarginInputs.parameters(file, network: configuration.network)
            try InputOrder.verify(next, after: head(of: .parameters), file: file)
            try keep(InputHead(number: next.number, digest: next.digest), of: .parameters)
            parameters = next
        }
    }

    /// Takes a source's record when it follows the one taken last and goes together with the other sources'.
    private func take(_ next: VerifiedPrices, _ file: String) throws(NodeError) {
        let head: PriceHead?
        do { head = try store.priceHead(of: next.source) } catch { throw .storage(error) }
        try InputOrder.verify(next.record, after: head, file: file)
        let taken = latest.filter { $0.source != next.source } + [next]
        let book: PriceBook
        do { book = try PriceBook(taken) } catch { throw .margin(file: file, error) }
        let now = PriceHead(number: next.record.number, digest: next.record.digest, record: next.record.encoded)
        do { if head != now { try store.keep(now, of: next.source) } } catch { throw .storage(error) }
        (latest, prices) = (taken, book)
    }

    /// Reads and verifies on a thread of its own: the file may have everybody's account, and no question should wait for it.
    private nonisolated func readVenue(_ file: String) async -> Result<VenueBook, NodeError> {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { [network = configuration.network, venues = trust.venues] in
                continuation.resume(
                    returning: Result { () throws(NodeError) in try MarginInputs.venue(file, network: network, pinned: venues) })
            }
        }
    }

    /// Takes a venue's record when it follows the one taken last.
    private func take(_ next: VenueBook, _ file: String) throws(NodeError) {
        let head: VenueHead?
        do { head = try store.venueHead(of: next.name) } catch { throw .storage(error) }
        try InputOrder.verify(next.record, after: head, file: file)
        let now = VenueHead(next.record)
        do { if head != now { try store.keep(now, of: next.name) } } catch { throw .storage(error) }
        venues = (venues.filter { $0.name != next.name } + [next]).sorted { $0.name < $1.name }
    }

    private func head(of kind: InputKind) throws(NodeError) -> InputHead? {
        do { return try store.head(of: kind) } catch { throw .storage(error) }
    }

    private func keep(_ head: InputHead, of kind: InputKind) throws(NodeError) {
        do { if try store.head(of: kind) != head { try store.keep(head, of: kind) } } catch { throw .storage(error) }
    }

    private func load(_ file: String?, _ read: (String) throws(NodeError) -> Void) {
        guard let file, changes.isNew(file) else { return }
        attempt(file, read)
    }

    private func attempt(_ file: String, _ read: (String) throws(NodeError) -> Void) {
        do { try read(file) } catch {
            // The file may be good: what the database refused is tried again.
            if case .storage = error { changes.forget(file) }
            logger.error("\(error)")
        }
    }
}

extension VenueHead {
    init(_ record: VenueRecord) {
        self.init(number: record.number, digest: record.digest, publishedAt: record.publishedAt, quote: record.quote.description)
    }
}

/// Reads the files that margin needs; used by the node and by the offline commands alike.
public enum MarginInputs {
    public static func parameters(_ file: String, network: NetworkName) throws(NodeError) -> ParameterSet {
        let json: JSON
        if file.hasSuffix(".toml") { json = try TOMLFile.read(file) } else {
            let bytes = try BoundedFile.read(file)
            do { json = try JSON.parse(bytes) } catch { throw .setting(file: file, error) }
        }
        let parameters: ParameterSet
        do { parameters = try ParameterSet(json: json) } catch { throw .margin(file: file, error) }
        guard parameters.network == network else {
            throw .margin(file: file, .wrongNetwork(record: "parameters", expected: network, got: parameters.network))
        }
        return parameters
    }

    public static func prices(_ file: String, network: NetworkName, allowed: [PublicKey]) throws(NodeError) -> VerifiedPrices {
        let bytes = try BoundedFile.read(file, maximum: SignedPricesFile.maximumBytes)
        do { return try SignedPricesFile(parsing: bytes).verify(against: allowed, network: network) } catch { throw .margin(file: file, error) }
    }

    public static func venue(_ file: String, network: NetworkName, pinned: [PinnedVenue]) throws(NodeError) -> VenueBook {
        let bytes = try BoundedFile.read(file, maximum: SignedVenueFile.maximumBytes)
        do { return try SignedVenueFile(parsing: bytes).verify(against: pinned, network: network) } catch { throw .margin(file: file, error) }
    }

    /// Nobody signs market assumptions: they are the operator's own beliefs, and whatever stands in the file now holds.
    public static func market(_ file: String) throws(NodeError) -> MarketAssumptions {
        let bytes = try BoundedFile.read(file, maximum: MarketAssumptions.maximumBytes)
        do { return try MarketAssumptions(parsing: bytes) } catch { throw .market(file: file, error) }
    }

    public static func link(_ file: String) throws(NodeError) -> AccountLink {
        let bytes = try BoundedFile.read(file, maximum: 64 << 10)
        do { return try AccountLink(parsingJSON: bytes) } catch { throw .invalid(file: file, setting: "link", reason: "\(error)") }
    }

    /// The `*.json` files of the folder, by name; at most 10,000.
    public static func linkFiles(_ folder: String?) -> [String] {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.sorted().prefix(10_000).map { "\(folder)/\($0)" }
    }
}
