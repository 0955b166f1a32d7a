public import CollateralState
public import Encoding
import Signatures

/// The governance file: who governs a network from its genesis on. The genesis set is taken on trust, as a trust file is.
///
///     format   "plimsoll/governance/v1"
///     genesis  network, threshold, noticeMilliseconds, tighteningNoticeMilliseconds, governors [scheme, key, weight]
///     changes  [current, proposedAtMilliseconds, next in hex, signatures [signer, signature]], in their order
public enum GovernanceFile {
    public static let format = "plimsoll/governance/v1"
    public static let maximumBytes = 16 << 20
    public static let maximumChanges = 1_024

    public static func printed(_ history: GovernanceHistory) -> Bytes {
        let genesis = history.genesis
        let json: JSON = [
            "format": .string(format),
            "genesis": [
                "network": .string("\(genesis.network)"), "threshold": .integer(genesis.threshold),
                "noticeMilliseconds": .integer(genesis.notice.full), "tighteningNoticeMilliseconds": .integer(genesis.notice.tightening),
                "governors": .array(genesis.governors.map { governor in
                    [
                        "scheme": .string(governor.key.scheme.name), "key": .string(Hex.encode(governor.key.raw)),
                        "weight": .integer(governor.weight),
                    ]
                }),
            ],
            "changes": .array(history.changes.map { change in
                [
                    "current": .string("\(change.current)"), "proposedAtMilliseconds": .integer(change.proposedAt.milliseconds),
                    "next": .string(Hex.encode(change.next.encoded)), "signatures": SignatureForm.json(change.signatures),
                ]
            }),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }

    /// Reads the file and verifies every change.
    public static func parse(_ bytes: Bytes, now: Timestamp) throws(GovernanceError) -> GovernanceHistory {
        let (root, found) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 8)))
            try root.object(allowing: ["format", "genesis", "changes"])
            return (root, try root["format"].string(max: 64))
        }
        guard found == format else { throw .unknownFormat(expected: format, got: found) }
        let (genesisNode, changes) = try decoding { () throws(EncodingError) in
            (try root["genesis"], try root["changes"].array(max: maximumChanges))
        }
        var history = try GovernanceHistory(genesis: try genesis(genesisNode))
        for node in changes { try history.apply(try change(node), now: now) }
        return history
    }

    private static func genesis(_ node: JSONNode) throws(GovernanceError) -> GovernanceSet {
        let (name, threshold, full, tightening, nodes) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["network", "threshold", "noticeMilliseconds", "tighteningNoticeMilliseconds", "governors"])
            return (
                try node["network"].string(max: 64), try node["threshold"].uint64(), try node["noticeMilliseconds"].uint64(),
                try node["tighteningNoticeMilliseconds"].uint64(), try node["governors"].array(max: GovernanceSet.maximumGovernors)
            )
        }
        return try GovernanceSet(
            network: try parsing { () throws(CollateralStateError) in try NetworkName(parsing: name) }, number: 0,
            validFrom: Timestamp(milliseconds: 0), threshold: threshold, notice: try NoticeRules(full: full, tightening: tightening),
            governors: try nodes.map { (node) throws(GovernanceError) in try governor(node) })
    }

    private static func governor(_ node: JSONNode) throws(GovernanceError) -> Governor {
        let (name, raw, weight) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["scheme", "key", "weight"])
            return (try node["scheme"].string(max: 32), try node["key"].lowercaseHex(max: 64), try node["weight"].integer(in: 1...Int(UInt32.max)))
        }
        guard let scheme = SignatureScheme.allCases.first(where: { $0.name == name }) else {
            throw .outOfRange(field: "\(node.path).scheme", expected: "ed25519, secp256k1 or p256", got: name)
        }
        let key = try signing { () throws(SignatureError) in try PublicKey(scheme: scheme, raw: raw) }
        return try Governor(key: key, weight: UInt32(weight))
    }

    private static func change(_ node: JSONNode) throws(GovernanceError) -> GovernanceChange {
        let (current, proposedAt, next, signatures) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["current", "proposedAtMilliseconds", "next", "signatures"])
            return (
                try node["current"].digest(), try node["proposedAtMilliseconds"].uint64(), try node["next"].lowercaseHex(max: GovernanceSet.maximumBytes), try node["signatures"]
            )
        }
        return try GovernanceChange(
            current: current, proposedAt: Timestamp(milliseconds: proposedAt), next: try GovernanceSet(parsing: next),
            signatures: try SignatureForm.parse(signatures, max: GovernanceChange.maximumSignatures))
    }
}
