import ChainIdentity
public import Encoding

/// The file form: `{"statement": text, "signatures": [{"account": CAIP-10, "signature": hex}]}`.
extension AccountLink {
    private static let limits = JSONLimits.standard

    public var json: JSON {
        .object([
            "statement": .string(statement.text),
            "signatures": .array(
                signatures.map { .object(["account": .string($0.account.text), "signature": .string(Hex.encode($0.bytes))]) }),
        ])
    }

    /// Parses the file form; unknown members, other spellings and other orders are refused.
    public init(parsingJSON bytes: Bytes) throws(UnifiedViewError) {
        let json = try decoding { () throws(EncodingError) in try JSON.parse(bytes, limits: Self.limits) }
        try self.init(json: JSONNode(json))
    }

    public init(json node: JSONNode) throws(UnifiedViewError) {
        let (text, entries) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["statement", "signatures"])
            return (try node["statement"].string(max: AccountLinkStatement.maximumBytes), try node["signatures"].array(max: 2))
        }
        var signatures: [AccountSignature] = []
        for entry in entries { signatures.append(try Self.signature(entry)) }
        try self.init(statement: try AccountLinkStatement(parsing: text), signatures: signatures)
        guard self.signatures == signatures else {
            throw .malformedLink(expected: "signatures in the order of the accounts", got: "another order")
        }
    }

    private static func signature(_ node: JSONNode) throws(UnifiedViewError) -> AccountSignature {
        let (text, hex, bytes) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["account", "signature"])
            return (try node["account"].string(max: 256), try node["signature"].string(max: 130), try node["signature"].hexBytes())
        }
        guard Hex.encode(bytes) == hex else {
            throw .malformedLink(expected: "a signature in lower-case hexadecimal digits without 0x", got: hex)
        }
        let account = try identifying { () throws(ChainIdentityError) in try AccountID(parsing: text) }
        return AccountSignature(account: account, bytes: bytes)
    }
}
