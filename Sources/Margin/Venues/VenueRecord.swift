import ChainIdentity
public import CollateralState
public import Encoding
import Signatures

/// All that a venue knows of all accounts on one network at one moment, in canonical bytes: what a venue signs.
///
/// A record is complete: an account that it does not name has nothing at the venue, so a loss cannot be left out. Records are numbered without gaps from
/// 1 and each names the digest of the one before, so that an old one cannot be shown as a new one.
///
/// Bytes: u8 version = 1, u16 length and network, u16 length and quote currency, u16 length and venue name, u64 number, 32 previous digest (zero for
/// number 1), u64 published at (ms); u32 count, then each account ascending by its text: u16 length and CAIP-10, 16 cash; u16 count, then each position
/// ascending by instrument text: u16 length and CAIP-19, 32 quantity, 16 unrealised profit, 16 unpaid funding; u16 count, then each order ascending by
/// asset text and number: u16 length and CAIP-19, u64 number, u8 side (1 buy, 2 sell), u8 effect (1 open, 2 reduce only), 32 quantity, 16 limit.
/// 32 bytes are base units, 16 bytes a number times 10^18, both two's complement.
public struct VenueRecord: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumAccounts = 65_536
    /// A longer record is neither made nor read.
    public static let maximumBytes = 32 << 20

    public let network: NetworkName
    public let quote: QuoteCurrency
    public let venue: VenueName
    public let number: UInt64
    /// The digest of number - 1; zero for number 1.
    public let previous: Digest
    public let publishedAt: Timestamp
    /// Ascending by CAIP-10 text.
    public let accounts: [VenueAccount]
    public let encoded: Bytes
    /// SHA-256("plimsoll/venue/v1" 0x00 || record): what is signed, and what a report cites.
    public let digest: Digest

    /// - Parameter accounts: in any order; none is a record too.
    /// - Throws: `outOfRange` for number 0, a previous digest that is zero where it must not be (or the other way round), too many accounts or bytes;
    ///   `notAscending` when an account is named twice.
    public init(
        network: NetworkName, quote: QuoteCurrency, venue: VenueName, number: UInt64, previous: Digest, publishedAt: Timestamp,
        accounts: [VenueAccount]
    ) throws(MarginError) {
        try Numbering.verify(record: "venue records", number: number, previous: previous)
        guard accounts.count <= Self.maximumAccounts else {
            throw .outOfRange(field: "accounts of a venue record", expected: "at most \(Self.maximumAccounts)", got: "\(accounts.count)")
        }
        let accounts = accounts.map { (text: $0.account.text, entry: $0) }.sorted { $0.text < $1.text }
        for index in accounts.indices.dropFirst() where accounts[index - 1].text == accounts[index].text {
            throw .notAscending(record: "account of a venue record", index: index)
        }
        (self.network, self.quote, self.venue) = (network, quote, venue)
        (self.number, self.previous, self.publishedAt) = (number, previous, publishedAt)
        self.accounts = accounts.map(\.entry)
        var writer = BinaryWriter(reserving: 256 + accounts.count * 256)
        try writer.head(network, quote, venue, number, previous, publishedAt)
        writer.u32(UInt32(truncatingIfNeeded: accounts.count))  // At most 65,536, verified before.
        for (text, account) in accounts {
            try writer.account(account, text)
            guard writer.bytes.count <= Self.maximumBytes else {
                throw .outOfRange(field: "bytes of a venue record", expected: "at most \(Self.maximumBytes)", got: "\(writer.bytes.count)")
            }
        }
        encoded = writer.bytes
        digest = SHA256.hash(tag: .venue, encoded)
    }

    /// What an account has at the venue; nil for nothing. Halves the list: every report asks, and most accounts are not of whom it is made.
    subscript(account: AccountID) -> VenueAccount? {
        var places = accounts.startIndex..<accounts.endIndex
        while !places.isEmpty {
            let middle = places.lowerBound + places.count / 2
            let found = accounts[middle].account
            if found == account { return accounts[middle] }
            places = found < account ? middle + 1..<places.upperBound : places.lowerBound..<middle
        }
        return nil
    }

    /// Throws unless this record stands right upon `earlier`: same network, quote currency and venue, the next number, its digest, not published before it.
    ///
    /// - Throws: `wrongNetwork`, `wrongQuote`, `wrongVenue`, `outOfSequence`, `brokenChain`, `outOfRange`.
    public func verify(succeeding earlier: VenueRecord) throws(MarginError) {
        guard network == earlier.network else { throw .wrongNetwork(record: "a venue record", expected: earlier.network, got: network) }
        guard quote == earlier.quote else { throw .wrongQuote(expected: earlier.quote, got: quote) }
        guard venue == earlier.venue else { throw .wrongVenue(expected: [earlier.venue], got: venue) }
        try Numbering.verify(record: "venue records", number: number, previous: previous, after: (earlier.number, earlier.digest))
        guard publishedAt >= earlier.publishedAt else {
            throw .outOfRange(
                field: "publication time of venue record \(number)", expected: "at or after \(earlier.publishedAt)", got: "\(publishedAt)")
        }
    }
}
