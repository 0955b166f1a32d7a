public import CollateralState
public import Encoding
public import Margin
public import MarginAnswers
import UnifiedView

/// How a node stands: its streams, its peers, and what margin is computed from.
public struct StatusAnswer: Sendable {
    public let network: NetworkName
    public let view: Digest
    public let takenAt: Timestamp
    /// Ascending by chain, then vault.
    public let streams: [StreamAnswer]
    /// nil when no node runs: then nothing is known of them.
    public let peers: [PeerStatus]?
    public let linkCount: Int
    public let prices: PriceBook?
    public let parameters: ParametersAnswer
    /// The latest record of each venue, ascending by name.
    public let venues: [VenueBook]
    /// Those that the parameters name and that have no record: without it there is no margin.
    public let missingVenues: [VenueName]
    public let market: MarketAssumptions?
    /// nil when no node runs.
    public let readiness: ReadinessAnswer?

    /// - Throws: `storage`, `quorum`.
    public init(_ context: AnswerContext) throws(NodeAPIError) {
        network = context.view.network
        view = context.view.digest
        takenAt = context.now
        streams = try StreamsAnswer(context).streams
        peers = context.isLive ? context.snapshot.peers : nil
        linkCount = context.view.links.count
        prices = context.snapshot.prices
        parameters = ParametersAnswer(context)
        venues = context.snapshot.venues
        missingVenues = (context.snapshot.parameters?.venues.map(\.name) ?? []).filter { name in !context.snapshot.venues.contains { $0.name == name } }
        market = context.snapshot.market
        readiness = context.isLive ? ReadinessAnswer(context.snapshot) : nil
    }

    public var json: JSON {
        [
            "network": .text(network),
            "running": .bool(peers != nil),
            "ready": readiness.map { .bool($0.isReady) } ?? .null,
            "view": .text(view),
            "takenAtMilliseconds": .integer(takenAt.milliseconds),
            "streams": .array(streams.map(\.json)),
            "peers": peers.map { .array($0.map { $0.json(at: takenAt) }) } ?? .null,
            "links": .integer(linkCount),
            "prices": prices.map { $0.status(at: takenAt) } ?? .null,
            "parameters": parameters.holds.map {
                ["digest": .text($0.digest), "number": .integer($0.number), "governed": .bool(parameters.isGoverned)]
            } ?? .null,
            "venues": .array(venues.map { $0.status(at: takenAt) } + missingVenues.map { ["venue": .text($0), "number": .null] }),
            "market": market.map { ["digest": .text($0.digest), "quote": .text($0.quote)] } ?? .null,
        ]
    }
}

extension VenueBook {
    fileprivate func status(at now: Timestamp) -> JSON {
        [
            "venue": .text(name), "number": .integer(record.number), "digest": .text(record.digest), "quote": .text(record.quote),
            "publishedAtMilliseconds": .integer(record.publishedAt.milliseconds), "ageMilliseconds": .integer(record.publishedAt.age(at: now)),
            "accounts": .integer(record.accounts.count),
        ]
    }
}

extension PriceBook {
    fileprivate func status(at now: Timestamp) -> JSON {
        [
            "digest": .text(digest), "number": .integer(number), "quote": .text(quote),
            "publishedAtMilliseconds": .integer(publishedAt.milliseconds), "ageMilliseconds": .integer(publishedAt.age(at: now)),
            "sources": .array(sources.map { source in
                [
                    "source": .text(source.source), "number": .integer(source.record.number), "digest": .text(source.record.digest),
                    "publishedAtMilliseconds": .integer(source.record.publishedAt.milliseconds),
                    "ageMilliseconds": .integer(source.record.publishedAt.age(at: now)),
                ]
            }),
            "doubts": .array(assets.compactMap { asset in
                doubt(of: asset).map { ["asset": .text(asset), "broken": .bool($0.isBroken), "reason": .text($0)] }
            }),
        ]
    }
}

/// All streams that the node follows.
public struct StreamsAnswer: Sendable {
    /// Ascending by chain, then vault.
    public let streams: [StreamAnswer]
    public let view: Digest
    public let takenAt: Timestamp

    /// - Throws: `storage`, `quorum`.
    public init(_ context: AnswerContext) throws(NodeAPIError) {
        streams = try context.view.streams.sorted { ($0.chain, $0.vault) < ($1.chain, $1.vault) }
            .map { (status) throws(NodeAPIError) in try StreamAnswer(status.stream, in: context) }
        view = context.view.digest
        takenAt = context.now
    }

    public var json: JSON {
        ["view": .text(view), "takenAtMilliseconds": .integer(takenAt.milliseconds), "streams": .array(streams.map(\.json))]
    }
}

extension PeerStatus {
    fileprivate func json(at now: Timestamp) -> JSON {
        [
            "name": .text(peer),
            "endpoint": .string(endpoint),
            "lastReadMilliseconds": .number(lastRead?.milliseconds),
            "ageMilliseconds": .number(lastRead?.age(at: now)),
            "problem": problem.map { .string($0) } ?? .null,
        ]
    }
}
