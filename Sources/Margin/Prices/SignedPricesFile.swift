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

    private static let kind = SignedFrame.Kind(
        format: format, copy: "prices", record: "a price record", maximumBytes: maximumBytes, maximumRecordBytes: PriceRecord.maximumBytes)

    public let signed: SignedPrices
    private let frame: SignedFrame

    /// Reads the frame only: the record stays undecoded until its signature is verified.
    public init(parsing bytes: Bytes) throws(MarginError) {
        frame = try SignedFrame(parsing: bytes, as: Self.kind)
        signed = SignedPrices(record: frame.record, signer: frame.signer, scheme: frame.scheme, signature: frame.signature)
    }

    /// The prices, if the signature holds and the copy for people says what the signed bytes say.
    ///
    /// - Throws: what `SignedPrices.verify` throws; `readableDiffers`.
    public func verify(against keys: [PublicKey], network: NetworkName) throws(MarginError) -> VerifiedPrices {
        let prices = try signed.verify(against: keys, network: network)
        try frame.verify(copy: prices.record.readable)
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
        SignedFrame.printed(
            kind, record: signed.record, signer: signed.signer, scheme: signed.scheme, signature: signed.signature, copy: record.readable)
    }
}
