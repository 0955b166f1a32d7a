import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import Node
import NodeAPI
import NodeStorage
import Quorum
import Signatures
import UnifiedView

/// Which node a reading command is about.
struct NodeOptions: ParsableArguments {
    @Option(help: "The node's configuration file.")
    var config = "node.toml"
}

/// A node as its files show it, beside a running one or without any: opens the database for reading only, and no socket.
struct StoredNode {
    let configuration: NodeConfiguration
    let ledgers: [StreamLedger]
    let context: AnswerContext

    /// Restores every trusted stream and verifies it against the trust file.
    init(_ options: NodeOptions) throws {
        configuration = try NodeConfiguration.read(options.config)
        let trust = try TrustReader.read(configuration.trust, network: configuration.network)
        let store = try Store(path: configuration.database, mode: .readOnly)
        try store.verify(configuration.network)
        defer { Output.endProgress() }
        let stored = try StoredStreams(store, trust, progress: Output.progressOnTerminal)
        ledgers = try stored.ledgers()
        let now = WallClock.now()
        let inputs = StoredInputs(configuration, trust, store, now: now)
        let snapshot = NodeSnapshot(
            view: try CollateralView(network: configuration.network, ledgers: ledgers, links: stored.links, contradictions: stored.contradictions),
            observations: [], peers: [], prices: inputs.prices, parameters: inputs.parameters, governance: inputs.governance, venues: inputs.venues,
            takenAt: now)
        context = AnswerContext(snapshot: snapshot, store: store, trust: trust, isLive: false)
    }
}

extension StoredNode {
    /// - Throws: a usage error for an account of which no member is on a chain with a pinned vault: nothing can ever be known of it here.
    func about(_ account: AccountID) throws -> StoredNode {
        let chains = Set(try context.view.marginAccount(of: account).members.map(\.chain))
        guard !context.trust.streams.contains(where: { chains.contains($0.description.chain) }) else { return self }
        let known = Set(context.trust.streams.map(\.description.chain.description)).sorted().joined(separator: ", ")
        throw ValidationError("the trust file pins no vault on \(account.chain), only on \(known)")
    }
}

/// Prices, parameters and venue records as their files are now. One that cannot be used is told, and answers then have no margin.
private struct StoredInputs {
    let prices: PriceBook?
    let parameters: ParameterSet?
    let governance: ParameterGovernance
    let venues: [VenueBook]

    init(_ configuration: NodeConfiguration, _ trust: TrustAnchor, _ store: Store, now: Timestamp) {
        prices = Self.book(configuration, trust, store)
        venues = Self.venues(configuration, trust, store)
        (parameters, governance) = StoredParameters.read(configuration, store, now: now)
    }

    /// The book of all sources whose files can be used.
    private static func book(_ configuration: NodeConfiguration, _ trust: TrustAnchor, _ store: Store) -> PriceBook? {
        var latest: [VerifiedPrices] = []
        var book: PriceBook?
        for file in configuration.prices {
            let more = use(file) { file throws(NodeError) -> (VerifiedPrices, PriceBook) in
                let next = try MarginInputs.prices(file, network: configuration.network, allowed: trust.priceSources)
                try InputOrder.verify(next.record, after: priceHead(of: next.source, store), file: file)
                do throws(MarginError) { return (next, try PriceBook(latest + [next])) } catch { throw .margin(file: file, error) }
            }
            guard let more else { continue }
            latest.append(more.0)
            book = more.1
        }
        return book
    }

    /// The latest record of each venue whose file can be used.
    private static func venues(_ configuration: NodeConfiguration, _ trust: TrustAnchor, _ store: Store) -> [VenueBook] {
        var latest: [VenueBook] = []
        for file in configuration.venues {
            let next = use(file) { file throws(NodeError) -> VenueBook in
                let next = try MarginInputs.venue(file, network: configuration.network, pinned: trust.venues)
                try InputOrder.verify(next.record, after: venueHead(of: next.name, store), file: file)
                return next
            }
            guard let next else { continue }
            // Of two files of one venue the later record stands.
            if let known = latest.first(where: { $0.name == next.name }), known.record.number >= next.record.number { continue }
            latest = latest.filter { $0.name != next.name } + [next]
        }
        return latest.sorted { $0.name < $1.name }
    }

    private static func venueHead(of venue: VenueName, _ store: Store) throws(NodeError) -> VenueHead? {
        do { return try store.venueHead(of: venue) } catch { throw .storage(error) }
    }

    private static func priceHead(of source: KeyID, _ store: Store) throws(NodeError) -> PriceHead? {
        do { return try store.priceHead(of: source) } catch { throw .storage(error) }
    }

    fileprivate static func use<Value>(_ file: String?, _ read: (String) throws(NodeError) -> Value) -> Value? {
        guard let file else { return nil }
        do { return try read(file) } catch {
            Output.endProgress()
            Output.warning("\(error)")
            return nil
        }
    }
}

/// The parameters that hold at a moment by a node's files and database, without the node.
enum StoredParameters {
    /// What cannot be used is told on standard error.
    static func read(_ configuration: NodeConfiguration, _ store: Store, now: Timestamp) -> (ParameterSet?, ParameterGovernance) {
        if var governed = GovernedParameterFiles(configuration, store, receipts: .forgotten) {
            governed.refresh(now: now) { error in
                Output.endProgress()
                Output.warning("\(error)")
            }
            return (governed.parameters(at: now), governed.standing)
        }
        let parameters = StoredInputs.use(configuration.parameters.first) { file throws(NodeError) in
            let parameters = try MarginInputs.parameters(file, network: configuration.network)
            let head: InputHead?
            do throws(NodeStorageError) { head = try store.head(of: .parameters) } catch { throw .storage(error) }
            try InputOrder.verify(parameters, after: head, file: file)
            return parameters
        }
        return (parameters, .none)
    }
}

/// An account that somebody typed.
struct AccountArgument: ParsableArguments {
    @Argument(help: "A CAIP-10 account, like eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed; any member names its whole margin account.")
    var account: String

    func parsed() throws -> AccountID { try AccountText.parsed(account) }
}

enum AccountText {
    /// - Throws: a usage error that says what is wrong with the text.
    static func parsed(_ text: String) throws -> AccountID {
        do {
            let account = try AccountID(parsing: text)
            _ = try account.key()
            return account
        } catch { throw ValidationError("\(error)") }
    }
}
