public import ChainIdentity
public import CollateralState
public import Encoding
import Signatures

/// What the margin rules say in numbers: one numbered, chained set for a network. A report cites its digest.
///
/// The digest is over the canonical JSON (`json`, printed without white space), because people write these files, also as TOML:
/// layout and order are theirs, the content is what counts.
public struct ParameterSet: Sendable {
    public static let maximumClasses = 256
    public static let maximumAssets = 65_536
    public static let maximumChains = 1_024
    public static let maximumVenues = 256

    public let network: NetworkName
    /// Gapless from 1.
    public let number: UInt64
    /// The digest of number - 1; zero for number 1.
    public let previous: Digest
    public let prices: PriceRules
    /// What holds for the streams of every chain not named in `chains`.
    public let streams: StreamRules
    /// Ascending by chain.
    public let chains: [ChainRules]
    /// Ascending by name.
    public let classes: [AssetClass]
    /// Ascending by asset text.
    public let assets: [ListedAsset]
    public let states: StateRules
    /// Ascending by id.
    public let instruments: [Instrument]
    /// Ascending by name. A report needs a record of each.
    public let venues: [VenueRules]
    public let mode: MarginMode
    /// nil where the mode is not correlation-aware and nobody wants to compare.
    public let lenses: LensParameters?
    /// SHA-256("plimsoll/parameters/v1" 0x00 || canonical JSON).
    public private(set) var digest = Digest.zero

    private var chainRules: [ChainID: StreamRules] = [:]
    private var assetRules: [AssetID: ResolvedAsset] = [:]
    private var instrumentTerms: [AssetID: Instrument] = [:]
    private var derivatives: [AssetID: [Instrument]] = [:]
    private var venueRules: [VenueName: VenueRules] = [:]

    /// - Throws: `outOfRange` for number 0 or too many entries, `notAscending` when a chain, class or asset is named twice,
    ///   `unknownClass` when an asset's class is not defined, `unknownVenue` when an instrument's venue is not.
    public init(
        network: NetworkName, number: UInt64, previous: Digest, prices: PriceRules, streams: StreamRules,
        chains: [ChainRules] = [], classes: [AssetClass], assets: [ListedAsset], states: StateRules? = nil,
        instruments: [Instrument] = [], venues: [VenueRules] = [], mode: MarginMode = .isolated, lenses: LensParameters? = nil
    ) throws(MarginError) {
        try Numbering.verify(record: "parameters", number: number, previous: previous)
        self.network = network
        self.number = number
        self.previous = previous
        self.prices = prices
        self.streams = streams
        self.chains = try Self.ascending(chains, "chain", max: Self.maximumChains) { $0.chain.text }
        self.classes = try Self.ascending(classes, "class", max: Self.maximumClasses) { $0.name }
        self.assets = try Self.ascending(assets, "asset", max: Self.maximumAssets) { $0.asset.text }
        self.states = states ?? .plain
        self.instruments = try Self.ascending(instruments, "instrument", max: Self.maximumAssets) { $0.id.text }
        self.venues = try Self.ascending(venues, "venue", max: Self.maximumVenues) { $0.name.description }
        self.mode = mode
        self.lenses = lenses
        if mode == .correlationAware, lenses == nil {
            throw .outOfRange(field: "mode", expected: "isolated or simple, or lenses", got: mode.rawValue)
        }
        try resolve()
        digest = SHA256.hash(tag: .parameters, canonicalBytes)
    }

    /// Computes what holds for each named chain and asset.
    private mutating func resolve() throws(MarginError) {
        for chain in chains { chainRules[chain.chain] = try chain.rules(within: streams) }
        let classes = Dictionary(classes.map { ($0.name, $0.rules) }, uniquingKeysWith: { first, _ in first })
        for venue in venues { venueRules[venue.name] = venue }
        for instrument in instruments {
            if let venue = instrument.venue, rules(forVenue: venue) == nil { throw .unknownVenue(venue) }
            instrumentTerms[instrument.id] = instrument
            derivatives[instrument.underlying, default: []].append(instrument)
        }
        for asset in assets {
            guard let rules = classes[asset.className] else { throw .unknownClass(asset.className, asset: asset.asset) }
            assetRules[asset.asset] = ResolvedAsset(
                className: asset.className, rules: try asset.rules(within: rules), concentration: asset.concentration)
        }
    }

    /// What holds for the streams of a chain.
    public func rules(forStreamsOf chain: ChainID) -> StreamRules { chainRules[chain] ?? streams }

    /// The class and rules of an asset; nil when the set does not list it.
    public func rules(for asset: AssetID) -> ResolvedAsset? { assetRules[asset] }

    /// What a position in this asset stands for; nil for the asset itself.
    public func instrument(_ id: AssetID) -> Instrument? { instrumentTerms[id] }

    /// All derivatives on an asset, ascending by id.
    func instruments(on underlying: AssetID) -> [Instrument] { derivatives[underlying] ?? [] }

    /// How a venue counts; nil when the set does not name it.
    public func rules(forVenue name: VenueName) -> VenueRules? { venueRules[name] }

    /// Throws unless this set stands right upon `earlier`: same network, the next number, its digest.
    public func verify(succeeding earlier: ParameterSet) throws(MarginError) {
        guard network == earlier.network else {
            throw .wrongNetwork(record: "parameters", expected: earlier.network, got: network)
        }
        try Numbering.verify(record: "parameters", number: number, previous: previous, after: (earlier.number, earlier.digest))
    }

    private static func ascending<Entry>(
        _ entries: [Entry], _ record: String, max maximum: Int, by text: (Entry) -> String
    ) throws(MarginError) -> [Entry] {
        guard entries.count <= maximum else {
            throw .outOfRange(field: "number of \(record) entries", expected: "at most \(maximum)", got: "\(entries.count)")
        }
        let sorted = entries.map { (text: text($0), entry: $0) }.sorted { $0.text < $1.text }
        for index in sorted.indices.dropFirst() where sorted[index - 1].text == sorted[index].text {
            throw .notAscending(record: "\(record) \(sorted[index].text)", index: index)
        }
        return sorted.map(\.entry)
    }
}

extension ParameterSet: Hashable {
    /// The digest covers everything.
    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
