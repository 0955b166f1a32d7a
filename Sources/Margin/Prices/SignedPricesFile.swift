public import CollateralState
public import Encoding
public import Signatures

/// The signed price file: JSON with the signed bytes and a copy of them for people, which must say the same.
///
///     format     "plimsoll/prices/v2"
///     record     hex
///     signer     key id, hex
///     scheme     "ed25519", "secp256k1" or "p256"
///     signature  hex, 64 bytes
///     prices     network, quote, number, previous, publishedAtMilliseconds, rule, prices, marks
public struct SignedPricesFile: Sendable {
    public static let format = "plimsoll/prices/v2"
    /// The record in hex and its copy, with room for layout.
    public static let maximumBytes = 64 << 20

    public let signed: SignedPrices
    /// What the file claims the record says.
    private let readable: JSONNode

    /// Reads the frame only: the record stays undecoded until its signature is verified.
    public init(parsing bytes: Bytes) throws(MarginError) {
        let (root, found) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: Self.maximumBytes, maximumDepth: 8)))
            try root.object(allowing: ["format", "record", "signer", "scheme", "signature", "prices"])
            return (root, try root["format"].string(max: 64))
        }
        guard found == Self.format else { throw .unknownFormat(expected: Self.format, got: found) }
        let (record, signer, scheme, signature, readable) = try decoding { () throws(EncodingError) in
            (
                try root["record"].hexBytes(), KeyID(digest: try root["signer"].digest()), try root["scheme"].string(max: 32),
                try root["signature"].hexBytes(), try root["prices"]
            )
        }
        guard record.count <= PriceRecord.maximumBytes else {
            throw .outOfRange(field: "bytes of a price record", expected: "at most \(PriceRecord.maximumBytes)", got: "\(record.count)")
        }
        guard let known = SignatureScheme.allCases.first(where: { $0.name == scheme }) else {
            throw .outOfRange(field: "$.scheme", expected: "ed25519, secp256k1 or p256", got: scheme)
        }
        do {
            signed = SignedPrices(record: record, signer: signer, scheme: known, signature: try Signature(signature))
        } catch {
            throw .signature(error)
        }
        self.readable = readable
    }

    /// The prices, if the signature holds and the copy for people says what the signed bytes say.
    ///
    /// - Throws: what `SignedPrices.verify` throws; `readableDiffers`.
    public func verify(against keys: [PublicKey], network: NetworkName) throws(MarginError) -> VerifiedPrices {
        let prices = try signed.verify(against: keys, network: network)
        let expected = prices.record.readable
        guard readable.value == expected else { throw Self.difference(expected, readable) }
        return prices
    }

    /// The file for signed prices.
    public static func printed(_ prices: VerifiedPrices) -> Bytes {
        printed(record: prices.record, signed: prices.signed)
    }

    /// Signs `record` and makes the file.
    public static func printed(signing record: PriceRecord, with key: PrivateKey) throws(MarginError) -> Bytes {
        printed(record: record, signed: try SignedPrices(signing: record, with: key))
    }

    private static func printed(record: PriceRecord, signed: SignedPrices) -> Bytes {
        let json: JSON = [
            "format": .string(format),
            "record": .string(Hex.encode(signed.record)),
            "signer": .string("\(signed.signer)"),
            "scheme": .string(signed.scheme.name),
            "signature": .string("\(signed.signature)"),
            "prices": record.readable,
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }

    /// Names the first member that differs, because a whole price list helps nobody.
    private static func difference(_ expected: JSON, _ got: JSONNode) -> MarginError {
        guard case .object(let members) = expected, case .object(let gotMembers) = got.value, members.keys == gotMembers.keys,
            let first = members.members.first(where: { $0.value != gotMembers[$0.key] }), let found = gotMembers[first.key]
        else { return .readableDiffers(path: "\(got.path)", expected: bounded(expected), got: bounded(got.value)) }
        if let wanted = first.value.arrayValue, let others = found.arrayValue, wanted.count == others.count,
            let index = wanted.indices.first(where: { wanted[$0] != others[$0] })
        {
            return .readableDiffers(
                path: "\(got.path).\(first.key)[\(index)]", expected: bounded(wanted[index]), got: bounded(others[index]))
        }
        return .readableDiffers(path: "\(got.path).\(first.key)", expected: bounded(first.value), got: bounded(found))
    }

    private static func bounded(_ json: JSON) -> String {
        String(json.printed().prefix(400))
    }
}
