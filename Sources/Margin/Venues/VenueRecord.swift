public import ChainIdentity
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
    public private(set) var accounts: [VenueAccount]
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

    /// What an account has there; nil for nothing.
    public subscript(account: AccountID) -> VenueAccount? {
        let place = place(of: account)
        return place < accounts.count && accounts[place].account == account ? accounts[place] : nil
    }

    /// The record with another entry of one account, nil for none; it still names what was signed. For suppositions alone, never handed out.
    func supposing(_ entry: VenueAccount?, in account: AccountID) -> VenueRecord {
        let place = place(of: account)
        let isThere = place < accounts.count && accounts[place].account == account
        var supposed = self
        supposed.accounts.replaceSubrange(place..<(isThere ? place + 1 : place), with: entry.map { [$0] } ?? [])
        return supposed
    }

    /// Of its entry, or where it would be.
    private func place(of account: AccountID) -> Int {
        let text = account.text
        var (low, high) = (0, accounts.count)
        while low < high {
            let middle = low + (high - low) / 2
            if accounts[middle].account.text < text { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
