public import CollateralState
public import Encoding
public import Signatures

/// The file of a signed venue record: JSON with the signed bytes and a copy of them for people, which must say the same.
///
///     format     "plimsoll/venue/v1"
///     record     hex
///     signer     key id, hex
///     scheme     "ed25519", "secp256k1" or "p256"
///     signature  hex, 64 bytes
///     readable   network, quote, venue, number, previous, publishedAtMilliseconds, accounts
public struct SignedVenueFile: Sendable {
    public static let format = "plimsoll/venue/v1"
    /// The record in hex and its copy; a longer file is neither made nor read.
    public static let maximumBytes = 128 << 20

    private static let kind = SignedFrame.Kind(
        format: format, copy: "readable", record: "a venue record", maximumBytes: maximumBytes, maximumRecordBytes: VenueRecord.maximumBytes)

    public let signed: SignedVenueRecord
    private let frame: SignedFrame

    /// Reads the frame only: the record stays undecoded until its signature is verified.
    public init(parsing bytes: Bytes) throws(MarginError) {
        frame = try SignedFrame(parsing: bytes, as: Self.kind)
        signed = SignedVenueRecord(record: frame.record, signer: frame.signer, scheme: frame.scheme, signature: frame.signature)
    }

    /// The book, if the signature holds and the copy for people says what the signed bytes say.
    ///
    /// - Throws: what `SignedVenueRecord.verify` throws; `readableDiffers`.
    public func verify(against venues: [PinnedVenue], network: NetworkName) throws(MarginError) -> VenueBook {
        let book = try signed.verify(against: venues, network: network)
        try frame.verify(copy: book.record.readable)
        return book
    }

    /// The file for a verified record.
    ///
    /// - Throws: `outOfRange` when it would be too long.
    public static func printed(_ book: VenueBook) throws(MarginError) -> Bytes {
        try printed(record: book.record, signed: book.signed)
    }

    /// Signs `record` and makes the file.
    ///
    /// - Throws: `signature` when the key cannot sign, `outOfRange` when the file would be too long.
    public static func printed(signing record: VenueRecord, with key: PrivateKey) throws(MarginError) -> Bytes {
        try printed(record: record, signed: try SignedVenueRecord(signing: record, with: key))
    }

    private static func printed(record: VenueRecord, signed: SignedVenueRecord) throws(MarginError) -> Bytes {
        let bytes = SignedFrame.printed(
            kind, record: signed.record, signer: signed.signer, scheme: signed.scheme, signature: signed.signature, copy: record.readable)
        guard bytes.count <= maximumBytes else {
            throw .outOfRange(field: "bytes of a venue record's file", expected: "at most \(maximumBytes)", got: "\(bytes.count)")
        }
        return bytes
    }
}
