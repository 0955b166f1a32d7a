public import CollateralState
public import Encoding
import NodeStorage
import Signatures

/// A page of the proofs that attesters signed two digests for one place, in the order in which they were found.
///
/// Each is portable: the two signed headers and attestations, and the key, are all that a judge needs.
public struct EvidenceAnswer: Sendable {
    public static let maximumPage = 1_000

    public let equivocations: ArraySlice<Equivocation>
    /// The index of the first one of the next page; nil when this was the last.
    public let next: Int?

    /// - Parameters:
    ///   - index: of the first one to show.
    ///   - limit: 1 to `maximumPage`.
    /// - Throws: `storage`.
    public init(from index: Int, limit: Int, in context: AnswerContext) throws(NodeAPIError) {
        let all = try reading { () throws(NodeStorageError) in try context.store.equivocations() }
        equivocations = all.dropFirst(index).prefix(limit)
        next = equivocations.endIndex < all.endIndex ? equivocations.endIndex : nil
    }

    public var json: JSON {
        ["equivocations": .array(equivocations.map(\.json)), "next": .number(next)]
    }
}

extension Equivocation {
    fileprivate var json: JSON {
        [
            "key": .text(key.id),
            "scheme": .string(key.scheme.name),
            "publicKey": .string(Hex.encode(key.raw)),
            "stream": .text(position.stream),
            "sequence": .integer(position.sequence.value),
            "first": first.json,
            "second": second.json,
        ]
    }
}

extension Equivocation.Statement {
    /// Header and attestation as the bytes that were signed.
    fileprivate var json: JSON {
        [
            "digest": .text(header.digest),
            "header": .string(Hex.encode(header.encoded)),
            "attestation": .string(Hex.encode(attestation.encoded)),
        ]
    }
}
