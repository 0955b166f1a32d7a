public import ChainIdentity
public import CollateralState
import Encoding
public import Quantities
public import RiskModels

/// What a holding of kind `position` stands for: a derivative on an asset.
public struct Instrument: Hashable, Sendable {
    public enum Terms: Hashable, Sendable {
        case perpetual
        case future(expiry: Timestamp)
        /// European, on the forward of its expiry; the strike in quote units for one unit of the underlying.
        case option(OptionKind, strike: FixedPoint, expiry: Timestamp)
    }

    public let id: AssetID
    public let underlying: AssetID
    /// Units of the underlying for one whole contract; more than zero.
    public let contractSize: FixedPoint
    /// One whole contract is 10^decimals base units.
    public let decimals: UInt8
    public let terms: Terms
    /// Where positions in it are taken from, and from nowhere else; nil for the signed state of the chains.
    public let venue: VenueName?

    /// - Throws: `MarginError.outOfRange`.
    public init(
        id: AssetID, underlying: AssetID, contractSize: FixedPoint, decimals: UInt8, terms: Terms, venue: VenueName? = nil
    ) throws(MarginError) {
        guard contractSize > .zero else {
            throw .outOfRange(field: "contract size of \(id)", expected: "more than zero", got: "\(contractSize)")
        }
        if case .option(_, let strike, _) = terms, strike <= .zero {
            throw .outOfRange(field: "strike of \(id)", expected: "more than zero", got: "\(strike)")
        }
        (self.id, self.underlying, self.contractSize, self.decimals, self.terms) = (id, underlying, contractSize, decimals, terms)
        self.venue = venue
    }

    var isOption: Bool { if case .option = terms { true } else { false } }

    /// nil for a perpetual.
    public var expiry: Timestamp? {
        switch terms {
        case .perpetual: nil
        case .future(let expiry), .option(_, _, let expiry): expiry
        }
    }
}

extension Instrument {
    init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(["kind", "underlying", "contractSize", "decimals", "expiryMilliseconds", "strike", "venue"])
        let (kind, underlying, decimals) = try decoding { () throws(EncodingError) in
            (try node["kind"].string(max: 16), try node["underlying"].string(max: AssetID.maximumLength), try node["decimals"].integer(in: 0...255))
        }
        let expiry = try node.optionalMember("expiryMilliseconds")?.whole()
        let strike = try node.optionalMember("strike")?.fixedPoint()
        let venue = try node.optionalMember("venue").map { (node) throws(MarginError) in
            let name = try decoding { () throws(EncodingError) in try node.string(max: VenueName.maximumLength) }
            return try parsing { () throws(CollateralStateError) in try VenueName(parsing: name) }
        }
        let terms: Terms =
            switch (kind, expiry.map { Timestamp(milliseconds: $0) }, strike) {
            case ("perpetual", nil, nil): .perpetual
            case ("future", let expiry?, nil): .future(expiry: expiry)
            case ("call", let expiry?, let strike?): .option(.call, strike: strike, expiry: expiry)
            case ("put", let expiry?, let strike?): .option(.put, strike: strike, expiry: expiry)
            default:
                throw .outOfRange(
                    field: "\(node.path)", expected: "a perpetual, a future with its expiry, or a call or put with expiry and strike", got: kind)
            }
        try self.init(
            id: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: key) },
            underlying: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: underlying) },
            contractSize: try node.member("contractSize").fixedPoint(), decimals: UInt8(truncatingIfNeeded: decimals), terms: terms,
            venue: venue)
    }

    var json: JSON {
        var object: JSONObject = ["kind": .string(kindName), "underlying": .string(underlying.text)]
        object["contractSize"] = .string("\(contractSize)")
        object["decimals"] = .integer(decimals)
        object["expiryMilliseconds"] = expiry.map { .integer($0.milliseconds) }
        if case .option(_, let strike, _) = terms { object["strike"] = .string("\(strike)") }
        object["venue"] = venue.map { .string("\($0)") }
        return .object(object)
    }

    /// As in JSON.
    public var kindName: String {
        switch terms {
        case .perpetual: "perpetual"
        case .future: "future"
        case .option(.call, _, _): "call"
        case .option(.put, _, _): "put"
        }
    }
}
