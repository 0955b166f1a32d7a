public import ChainIdentity
public import Encoding
import Signatures

/// The accounts of one owner on several chains, joined by links signed from both sides; an unlinked account is a margin account of one.
public struct MarginAccount: Hashable, Sendable {
    /// Ascending, each once, never empty.
    public let members: [AccountID]
    /// SHA-256("plimsoll/margin-account/v1" 0x00 || u32 count || u16 length and CAIP-10 text of each member).
    ///
    /// A link or an unlink changes the members and so gives another id: ask by any member, not by id.
    public let id: Digest

    public init(_ first: AccountID, _ others: some Sequence<AccountID> = EmptyCollection()) {
        members = Set(others).union([first]).sorted()
        var writer = BinaryWriter(reserving: 4 + members.count * 64)
        writer.u32(UInt32(truncatingIfNeeded: members.count))
        for member in members { writer.shortText(member.text) }
        id = SHA256.hash(tag: .marginAccount, writer.bytes)
    }

    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension BinaryWriter {
    /// u16 length and UTF-8, for text whose type bounds it far below 65,536 bytes.
    mutating func shortText(_ text: String) {
        let bytes = Array(text.utf8.prefix(Int(UInt16.max)))
        u16(UInt16(truncatingIfNeeded: bytes.count))
        raw(bytes)
    }
}
