import ChainIdentity
import Encoding
import Signatures

/// One digest over all statements that hold, kept up to date at the cost of a small part of them.
///
/// `SHA-256("plimsoll/account-link-set/v1" 0x00 || 256 parts)`; part i = SHA-256 over (pair 32 || statement 32) of the pairs whose digest
/// starts with byte i, ascending by pair.
struct LinkCommitment: Sendable {
    private struct Part: Sendable {
        var statements: [Digest: Digest] = [:]
        var digest = SHA256.hash([])
    }

    private var parts = [Part](repeating: Part(), count: 256)
    private(set) var digest = Digest.zero

    init() {
        digest = joined()
    }

    mutating func set(_ pair: Digest, to statement: Digest) {
        let index = Int(pair.bytes[0])
        parts[index].statements[pair] = statement
        var writer = BinaryWriter(reserving: parts[index].statements.count * 64)
        for (pair, statement) in parts[index].statements.sorted(by: { $0.key < $1.key }) {
            writer.raw(pair)
            writer.raw(statement)
        }
        parts[index].digest = SHA256.hash(writer.bytes)
        digest = joined()
    }

    private func joined() -> Digest {
        var writer = BinaryWriter(reserving: 256 * 32)
        for part in parts { writer.raw(part.digest) }
        return SHA256.hash(tag: .accountLinkSet, writer.bytes)
    }
}

/// Two accounts, the lower first.
struct Pair: Hashable, Sendable {
    let first: AccountID
    let second: AccountID

    init(_ statement: AccountLinkStatement) {
        (first, second) = (statement.first, statement.second)
    }

    /// SHA-256(u16 length and CAIP-10 text of each).
    var digest: Digest {
        var writer = BinaryWriter(reserving: 256)
        writer.shortText(first.text)
        writer.shortText(second.text)
        return SHA256.hash(writer.bytes)
    }
}
