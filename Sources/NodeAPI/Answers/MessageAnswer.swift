public import ChainIdentity
public import CollateralState
public import Encoding
public import NodeStorage
import Quorum
import Signatures
import UnifiedView

/// One message: where it stands, who attested it with what evidence, and what it changed.
public struct MessageAnswer: Sendable {
    /// The most changes in one answer; a message has up to 65,536.
    public static let maximumPage = 1_000

    public let message: StateMessage
    /// Whether it counts.
    public let standing: StoredMessage.Standing
    public let description: StreamDescription
    /// The set that holds at its place.
    public let set: AttesterSet
    /// All known, one per attester, ascending by key id.
    public let attestations: [Attestation]
    public let evidence: EvidenceClass
    /// A page of its changes, and the index of the first.
    public let changes: ArraySlice<AccountChange>

    /// - Parameters:
    ///   - index: of the first change to show.
    ///   - limit: changes to show, 1 to `maximumPage`.
    /// - Throws: `unknownMessage`, `unknownStream`, `storage`, `quorum`.
    public init(_ digest: Digest, changesFrom index: Int = 0, limit: Int = maximumPage, in context: AnswerContext) throws(NodeAPIError) {
        let found = try reading { () throws(NodeStorageError) in try context.store.message(digest) }
        guard let found else { throw .unknownMessage(digest) }
        let header = found.bundle.message.header
        message = found.bundle.message
        standing = found.standing
        description = try context.description(of: header.stream)
        set = try context.history(of: header.stream).set(for: header.sequence)
        // The tip's certificate grows after it was stored.
        let tip = context.view[header.stream]?.tip
        attestations = tip?.digest == digest ? tip?.attestations ?? [] : found.bundle.attestations
        evidence = tip?.digest == digest ? tip?.evidenceClass ?? found.evidence : found.evidence
        changes = found.bundle.message.changes.dropFirst(index).prefix(limit)
    }

    /// Together, each attester counted once.
    public var weight: UInt64 {
        Set(attestations.map(\.signer)).reduce(0) { $0 + UInt64(set[$1]?.weight ?? 0) }
    }

    /// The index of the first change after those shown; nil when there is none.
    public var next: Int? { changes.endIndex < message.changes.endIndex ? changes.endIndex : nil }

    /// The account that a change is about.
    ///
    /// - Throws: `identity` when it is none of the stream's chain.
    public func account(of change: AccountChange) throws(NodeAPIError) -> AccountID {
        try identifying { () throws(ChainIdentityError) in try AccountID(chain: description.chain, key: change.account) }
    }

    /// - Throws: `identity` when a changed account is none of the stream's chain.
    public func json() throws(NodeAPIError) -> JSON {
        var object = header
        object["certificate"] = [
            "attesterSet": .integer(set.number), "threshold": .integer(set.threshold), "totalWeight": .integer(set.totalWeight),
            "weight": .integer(weight), "evidenceClass": .integer(evidence.rawValue), "evidence": .text(evidence),
            "attestations": .array(attestations.map { $0.json(in: set) }),
        ]
        object["changeCount"] = .integer(message.changes.count)
        object["changes"] = .array(try changes.map { (change) throws(NodeAPIError) in try json(of: change) })
        object["next"] = .number(next)
        return .object(object)
    }

    private var header: JSONObject {
        let header = message.header
        return [
            "digest": .text(message.digest),
            "standing": .string(standing.label),
            "stream": .text(header.stream),
            "chain": .text(description.chain),
            "vault": .text(description.vault),
            "sequence": .integer(header.sequence.value),
            "previous": header.previous == .zero ? .null : .text(header.previous),
            "height": .integer(header.block.height),
            "blockHash": .blockHash(header.block.hash),
            "blockTimeMilliseconds": .integer(header.blockTime.milliseconds),
            "finality": .text(header.finality),
            "accounts": .integer(header.accountCount),
            "stateRoot": .text(header.stateRoot),
            "changesRoot": .text(header.changesRoot),
            "header": .string(Hex.encode(header.encoded)),
        ]
    }

    private func json(of change: AccountChange) throws(NodeAPIError) -> JSON {
        [
            "account": .text(try account(of: change)),
            "removed": .bool(change.state == nil),
            "holdings": .array((change.state?.holdings ?? []).map(\.json)),
        ]
    }
}
