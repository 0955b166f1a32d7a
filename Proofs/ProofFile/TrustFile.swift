import ChainIdentity
import CollateralState
import Encoding
public import Quorum
import Signatures

/// The trust file: what a verifier pins. Made once by those who run the network and handed over out of band.
///
/// JSON: format, network, streams (canonical description and genesis set in hex, with a readable copy), price source keys, and, where there are any,
/// venues with their keys.
public enum TrustFile {
    public static let format = "plimsoll/trust/v1"
    public static let maximumBytes = 16 << 20
    public static let maximumStreams = 1_024
    public static let maximumPriceSources = 256
    public static let maximumVenues = 256

    public static func print(_ anchor: TrustAnchor) -> [UInt8] {
        var root: JSONObject = [
            "format": .string(format),
            "network": .string(anchor.network.description),
            "streams": .array(anchor.streams.map(stream)),
            "priceSources": .array(anchor.priceSources.map { .object(key($0)) }),
        ]
        // A file without venues stays as programs that know none read it.
        if !anchor.venues.isEmpty { root["venues"] = .array(anchor.venues.map(venue)) }
        return Array((JSON.object(root).printed(pretty: true) + "\n").utf8)
    }

    private static func stream(_ stream: TrustedStream) -> JSON {
        [
            "stream": .string(stream.description.id.description),
            "chain": .string(stream.description.chain.description),
            "vault": .string(stream.description.vault.description),
            "threshold": .integer(stream.genesis.threshold),
            "attesters": .array(stream.genesis.attesters.map { .string($0.id.digest.hex) }),
            "description": .string(Hex.encode(stream.description.encoded)),
            "genesis": .string(Hex.encode(stream.genesis.encoded)),
        ]
    }

    private static func key(_ key: PublicKey) -> JSONObject {
        ["scheme": .string(key.scheme.name), "key": .string(Hex.encode(key.raw))]
    }

    private static func venue(_ venue: PinnedVenue) -> JSON {
        var members: JSONObject = ["name": .string(venue.name.description)]
        for member in key(venue.key).members { members[member.key] = member.value }
        return .object(members)
    }

    /// - Throws: when the JSON is not a trust file, or a readable copy differs from the bytes it stands beside.
    public static func parse(_ bytes: [UInt8]) throws(ProofFileError) -> TrustAnchor {
        let (root, found) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 16)))
            try root.object(allowing: ["format", "network", "streams", "priceSources", "venues"])
            return (root, try root["format"].string(max: 64))
        }
        guard found == format else { throw .unknownFormat(expected: format, got: found) }
        let (networkText, streamNodes, keyNodes, venueNodes) = try decoding { () throws(EncodingError) in
            (
                try root["network"].string(max: 64), try root["streams"].array(max: maximumStreams),
                try root["priceSources"].array(max: maximumPriceSources), try root.optional("venues")?.array(max: maximumVenues) ?? []
            )
        }
        let network = try parsing { () throws(CollateralStateError) in try NetworkName(parsing: networkText) }
        let streams = try streamNodes.map { (node) throws(ProofFileError) in try parseStream(node) }
        let keys = try keyNodes.map { (node) throws(ProofFileError) in try parseKey(node, allowing: ["scheme", "key"]) }
        let venues = try venueNodes.map { (node) throws(ProofFileError) in try parseVenue(node) }
        return try certifying { () throws(QuorumError) in
            try TrustAnchor(network: network, streams: streams, priceSources: keys, venues: venues)
        }
    }

    private static func parseStream(_ node: JSONNode) throws(ProofFileError) -> TrustedStream {
        let (descriptionBytes, genesisBytes) = try decoding { () throws(EncodingError) in
            (try node["description"].hexBytes(), try node["genesis"].hexBytes())
        }
        let (description, genesis) = try parsing { () throws(CollateralStateError) in
            (try StreamDescription(parsing: descriptionBytes), try AttesterSet(parsing: genesisBytes))
        }
        let trusted = try certifying { () throws(QuorumError) in try TrustedStream(description: description, genesis: genesis) }
        let expected = stream(trusted)
        if let difference = JSONDifference(expected: expected, got: node.value, path: node.path) {
            throw .readableDiffers(path: "\(difference.path)", expected: difference.expected, got: difference.got)
        }
        return trusted
    }

    private static func parseVenue(_ node: JSONNode) throws(ProofFileError) -> PinnedVenue {
        let key = try parseKey(node, allowing: ["name", "scheme", "key"])
        let name = try decoding { () throws(EncodingError) in try node["name"].string(max: VenueName.maximumLength) }
        return PinnedVenue(name: try parsing { () throws(CollateralStateError) in try VenueName(parsing: name) }, key: key)
    }

    private static func parseKey(_ node: JSONNode, allowing members: [String]) throws(ProofFileError) -> PublicKey {
        let (name, raw) = try decoding { () throws(EncodingError) in
            try node.object(allowing: members)
            return (try node["scheme"].string(max: 32), try node["key"].hexBytes())
        }
        guard let scheme = SignatureScheme.allCases.first(where: { $0.name == name }) else {
            throw .record(.outOfRange(field: "\(node.path).scheme", expected: "ed25519, secp256k1 or p256", got: name))
        }
        do { return try PublicKey(scheme: scheme, raw: raw) } catch { throw .signature(error) }
    }
}
