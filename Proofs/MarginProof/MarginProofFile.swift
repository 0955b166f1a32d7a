import ChainIdentity
public import CollateralState
public import Encoding
public import Margin
public import ProofFile
public import UnifiedView

/// A margin number as a file: the accounts with their proofs, links, heartbeats, view, prices, parameters, venue records and the report, from which anybody
/// computes the same report again. Canonical JSON, one spelling; the format is in `Proofs/FORMAT.md`.
public struct MarginProofFile: Sendable {
    public static let format = "plimsoll/margin-proof/v3"
    /// What the formats of all versions begin with.
    public static let formatFamily = "plimsoll/margin-proof/"
    public static let maximumBytes = 64 << 20
    static let members = ["format", "network", "members", "links", "proofs", "heartbeats", "view", "prices", "parameters", "venues", "report"]
    static let maximumMembers = 256
    static let maximumLinks = 4_096
    static let maximumHeartbeats = 65_536

    public let network: NetworkName
    public let account: MarginAccount
    /// The links that join the members, ascending by their printed form.
    public let links: [AccountLink]
    /// The accounts' proofs; nil when no vault on the members' chains has a message yet.
    public let proofs: StateProofFile?
    /// Of the streams on the members' chains: those that name the stream's last message.
    public let heartbeats: [Heartbeat]
    public let view: ViewCommitment
    /// The signed price files of the sources, ascending by source.
    public let prices: JSON
    public let parameters: ParameterSet
    /// The signed records of the venues that the parameters name, ascending by name.
    public let venues: JSON
    public let report: JSON

    /// - Parameters:
    ///   - book: the prices that the report used.
    ///   - venues: the venue records that it used.
    /// - Throws: when prices or venue records cannot be printed.
    public init(
        report: MarginReport, links: [AccountLink], proofs: StateProofFile?, heartbeats: [Heartbeat], view: ViewCommitment, book: PriceBook,
        parameters: ParameterSet, venues: [VenueBook]
    ) throws(MarginProofError) {
        self.init(
            network: report.network, account: report.account, links: links, proofs: proofs, heartbeats: heartbeats, view: view,
            prices: try Self.json(book), parameters: parameters, venues: try Self.json(venues), report: report.json)
    }

    init(
        network: NetworkName, account: MarginAccount, links: [AccountLink], proofs: StateProofFile?, heartbeats: [Heartbeat], view: ViewCommitment,
        prices: JSON, parameters: ParameterSet, venues: JSON, report: JSON
    ) {
        (self.network, self.account, self.proofs, self.view) = (network, account, proofs, view)
        (self.prices, self.parameters, self.venues, self.report) = (prices, parameters, venues, report)
        self.links = links.sorted { $0.json.printed() < $1.json.printed() }
        self.heartbeats = heartbeats.sorted { ($0.record.stream, $0.signer) < ($1.record.stream, $1.signer) }
    }

    /// The signed price files of a book, in their one spelling and order.
    static func json(_ book: PriceBook) throws(MarginProofError) -> JSON {
        .array(
            try book.sources.map { (source) throws(MarginProofError) in
                try decoding { () throws(EncodingError) in try JSON.parse(SignedPricesFile.printed(source), limits: limits) }
            })
    }

    /// The signed files of venue records, in their one spelling and order.
    static func json(_ venues: [VenueBook]) throws(MarginProofError) -> JSON {
        .array(
            try venues.sorted { $0.name < $1.name }.map { (venue) throws(MarginProofError) in
                let bytes: Bytes
                do throws(MarginError) { bytes = try SignedVenueFile.printed(venue) } catch { throw .margin(error) }
                return try decoding { () throws(EncodingError) in try JSON.parse(bytes, limits: limits) }
            })
    }

    static var limits: JSONLimits { JSONLimits(maximumBytes: maximumBytes, maximumDepth: 32) }

    /// The file's bytes.
    ///
    /// - Throws: `outOfRange` when it would be longer than a verifier reads: then the venues' records are too large to be carried.
    public func printed() throws(MarginProofError) -> Bytes {
        let bytes = printed(proofs: try proofsJSON())
        guard bytes.count <= Self.maximumBytes else {
            throw .outOfRange(field: "bytes of the margin proof", expected: "at most \(Self.maximumBytes)", got: "\(bytes.count)")
        }
        return bytes
    }

    func printed(proofs: JSON) -> Bytes { Bytes((json(proofs).printed(pretty: true) + "\n").utf8) }

    private func json(_ proofs: JSON) -> JSON {
        [
            "format": .string(Self.format),
            "network": .string(network.description),
            "members": .array(account.members.map { .string($0.description) }),
            "links": .array(links.map(\.json)),
            "proofs": proofs,
            "heartbeats": .array(heartbeats.map { .string(Hex.encode($0.encoded)) }),
            "view": .string(Hex.encode(view.encoded)),
            "prices": prices,
            "parameters": parameters.json,
            "venues": venues,
            "report": report,
        ]
    }

    private func proofsJSON() throws(MarginProofError) -> JSON {
        guard let proofs else { return .null }
        let bytes: Bytes
        do { bytes = try proofs.printed() } catch { throw .proofs(error) }
        return try decoding { () throws(EncodingError) in try JSON.parse(bytes, limits: Self.limits) }
    }
}
