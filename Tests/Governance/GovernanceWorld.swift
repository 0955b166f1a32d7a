import CollateralState
import Encoding
import Governance
import Margin
public import Quantities
import Signatures
import TestVectors

/// A network that three keys govern: weights 1, 1 and 2, a quorum of 3, notices of a week and an hour.
enum GovernanceWorld {
    static let week: UInt64 = 7 * 24 * 3_600_000
    static let hour: UInt64 = 3_600_000
    static let start = Timestamp(milliseconds: 1_700_000_000_000)

    static func key(_ seed: UInt8, _ scheme: SignatureScheme = .ed25519) throws -> PrivateKey {
        try PrivateKey(scheme: scheme, rawSecret: Bytes(repeating: seed, count: 32))
    }

    static let schemes: [SignatureScheme] = [.ed25519, .p256, .secp256k1]
    static let weights: [UInt32] = [1, 1, 2]

    static func keys() throws -> [PrivateKey] { try (1...3).map { try key(UInt8($0), schemes[$0 - 1]) } }

    static func set() throws -> GovernanceSet {
        try GovernanceSet(
            network: NetworkName(parsing: "test"), number: 0, validFrom: Timestamp(milliseconds: 0), threshold: 3,
            notice: NoticeRules(full: week, tightening: hour),
            governors: zip(keys(), weights).map { try Governor(key: $0.publicKey, weight: $1) })
    }

    static func history() throws -> GovernanceHistory { try GovernanceHistory(genesis: set()) }

    static func parameters(number: Int = 1, previous: Digest? = nil) -> JSON {
        var object: JSONObject = ["format": "plimsoll/parameters/v1", "network": "test", "number": .integer(number)]
        object["previous"] = previous.map { .string("\($0)") }
        let rest: JSONObject = [
            "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": [
                "major": [
                    "haircut": "0.1", "tiers": [["upTo": "1000000", "counts": "1"], ["counts": "0.5"]],
                    "debt": ["initial": "0.2", "maintenance": "0.1"], "position": ["initial": "0.1", "maintenance": "0.05"],
                ],
                "stable": [
                    "haircut": "0", "debt": ["initial": "0.1", "maintenance": "0.05"], "position": ["initial": "0.04", "maintenance": "0.02"],
                ],
            ],
            "assets": [
                "eip155:1/erc20:btc": ["class": "major", "haircut": "0.05"], "eip155:1/erc20:usd": ["class": "stable"],
                "eip155:1/slip44:60": ["class": "major"],
            ],
        ]
        for member in rest.members { object[member.key] = member.value }
        return .object(object)
    }

    static func first() throws -> ParameterSet { try ParameterSet(json: parameters()) }

    /// The second set: the first one with changes at paths; nil takes a member away.
    static func next(after: ParameterSet? = nil, _ changes: [(path: [String], value: JSON?)]) throws -> ParameterSet {
        let earlier = try after ?? first()
        var json = parameters(number: Int(earlier.number) + 1, previous: earlier.digest)
        for change in changes { json = changed(json, change.path, to: change.value) }
        return try ParameterSet(json: json)
    }

    static func changed(_ json: JSON, _ path: [String], to value: JSON?) -> JSON {
        func change(_ json: JSON, _ path: ArraySlice<String>) -> JSON? {
            guard let key = path.first else { return value }
            guard case .object(var object) = json else { return json }
            object[key] = change(object[key] ?? .object([:]), path.dropFirst())
            return .object(object)
        }
        return change(json, path[...]) ?? .null
    }

    /// A proposal of a set, signed by the keys of these places.
    static func signed(
        _ set: ParameterSet, by signers: [Int] = [0, 2], notice: UInt64 = week, ramp: ParameterRamp? = nil, proposedAt: Timestamp = start
    ) throws -> SignedParameters {
        let proposal = try ParameterProposal(
            set, to: history(), proposedAt: proposedAt, effectiveAt: Timestamp(milliseconds: proposedAt.milliseconds + notice), ramp: ramp)
        var signed = try SignedParameters(unsigned: proposal, set: set)
        for signer in signers { signed = try signed.signed(with: keys()[signer]) }
        return signed
    }
}

extension FixedPoint: ExpressibleByStringLiteral {
    /// Exact decimals in tests; traps on text that is none.
    public init(stringLiteral text: String) { self = FixedPoint(text)! }
}

/// The error a body throws; nil when it does not.
func failure(_ body: () throws -> Void) -> GovernanceError? {
    do { try body() } catch { return error as? GovernanceError }
    return nil
}
