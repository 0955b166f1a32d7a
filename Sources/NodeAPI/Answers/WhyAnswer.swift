public import ChainIdentity
public import CollateralState
public import Encoding
public import Margin
import NodeStorage
import Quorum
import StateTree
public import UnifiedView

/// Why an account is what it is: which message set each of its leaves and who attested it, which links join its members, and how
/// every holding counts.
public struct WhyAnswer: Sendable {
    /// One member's account in one vault: what it holds there, and where that comes from.
    public struct Leaf: Sendable {
        public let account: AccountID
        public let stream: StreamAnswer
        /// Empty when the vault holds nothing of the account.
        public let holdings: [Holding]
        /// The message that set it; nil when nothing is held, or when a newer one was being stored just now.
        public let origin: MessageAnswer?
    }

    public let holder: AccountAnswer
    public let leaves: [Leaf]
    /// The statements that join the members, as they were signed.
    public let links: [AccountLink]
    public let prices: PriceBook?
    public let parameters: ParameterSet?
    /// Of the venues that the parameters name; the margin report says how each counts.
    public let venues: [VenueBook]

    /// - Throws: what `AccountAnswer` throws; `storage`, `quorum`.
    public init(_ account: AccountID, in context: AnswerContext) throws(NodeAPIError) {
        holder = try AccountAnswer(account, in: context)
        leaves = try Self.leaves(of: holder.account, in: context)
        links = Self.links(among: holder.account, in: context.view)
        prices = context.snapshot.prices
        parameters = context.snapshot.parameters
        venues = context.snapshot.venues.filter { context.snapshot.parameters?.rules(forVenue: $0.name) != nil }
    }

    private static func leaves(of account: MarginAccount, in context: AnswerContext) throws(NodeAPIError) -> [Leaf] {
        var leaves: [Leaf] = []
        for stream in try StreamsAnswer(context).streams {
            for member in account.members where member.chain == stream.status.chain {
                let key = try identifying { () throws(ChainIdentityError) in try member.key() }
                let state = try viewing { () throws(UnifiedViewError) in try context.view.state(of: key, in: stream.status.stream) }
                leaves.append(
                    Leaf(
                        account: member, stream: stream, holdings: state?.holdings ?? [],
                        origin: try state.flatMap { (state) throws(NodeAPIError) in
                            try origin(of: key, state, in: stream.status.stream, context)
                        }))
            }
        }
        return leaves
    }

    /// The message that gave an account this state.
    private static func origin(
        of key: AccountKey, _ state: AccountState, in stream: StreamID, _ context: AnswerContext
    ) throws(NodeAPIError) -> MessageAnswer? {
        let stored = try reading { () throws(NodeStorageError) in try context.store.account(key, in: stream) }
        guard let stored, let known = try? AccountState(parsing: stored.leaf.encodedState), known == state else { return nil }
        let position = MessagePosition(stream: stream, sequence: stored.changedAt)
        let digest = try reading { () throws(NodeStorageError) in try context.store.acceptedDigest(at: position) }
        return try digest.map { (digest) throws(NodeAPIError) in try MessageAnswer(digest, limit: 1, in: context) }
    }

    private static func links(among account: MarginAccount, in view: CollateralView) -> [AccountLink] {
        guard account.members.count > 1 else { return [] }
        let members = Set(account.members)
        return view.links.all.filter { $0.statement.action == .link && members.contains($0.statement.first) && members.contains($0.statement.second) }
            .sorted { ($0.statement.first, $0.statement.second) < ($1.statement.first, $1.statement.second) }
    }
}

extension WhyAnswer {
    public var json: JSON {
        [
            "asked": .text(holder.asked),
            "account": .text(holder.account.id),
            "members": .array(holder.account.members.map { .text($0) }),
            "view": .text(holder.view),
            "prices": .text(prices?.digest),
            "parameters": .text(parameters?.digest),
            "venues": .array(venues.map { ["venue": .text($0.name), "digest": .text($0.record.digest), "number": .integer($0.record.number)] }),
            "takenAtMilliseconds": .integer(holder.takenAt.milliseconds),
            "leaves": .array(leaves.map(\.json)),
            "links": .array(links.map(\.explained)),
            "margin": (try? holder.margin.get())?.json ?? .null,
            "marginMissing": .text(holder.marginMissing),
        ]
    }
}

extension WhyAnswer.Leaf {
    fileprivate var json: JSON {
        [
            "account": .text(account),
            "stream": .text(stream.status.stream),
            "chain": .text(stream.status.chain),
            "vault": .text(stream.status.vault),
            "holdings": .array(holdings.map(\.json)),
            "setBy": origin?.origin ?? .null,
            "standing": stream.status.standing.json,
            "tipSequence": .number(stream.status.sequence?.value),
            "tipDigest": .text(stream.status.digest),
            "stateRoot": .text(stream.status.stateRoot),
            "asOfHeight": .number(stream.status.freshness?.block.height),
            "asOfMilliseconds": .number(stream.status.freshness?.time.milliseconds),
            "ageMilliseconds": .number(stream.age),
        ]
    }
}

extension MessageAnswer {
    /// The message as the origin of a leaf: without its other changes.
    fileprivate var origin: JSON {
        [
            "digest": .text(message.digest),
            "sequence": .integer(message.header.sequence.value),
            "height": .integer(message.header.block.height),
            "blockHash": .blockHash(message.header.block.hash),
            "blockTimeMilliseconds": .integer(message.header.blockTime.milliseconds),
            "finality": .text(message.header.finality),
            "weight": .integer(weight),
            "threshold": .integer(set.threshold),
            "evidenceClass": .integer(evidence.rawValue),
            "evidence": .text(evidence),
            "attestations": .array(attestations.map { $0.json(in: set) }),
        ]
    }
}

extension AccountLink {
    /// The statement, what it is about, and who signed it.
    fileprivate var explained: JSON {
        [
            "digest": .text(statement.digest),
            "number": .integer(statement.number),
            "accounts": [.text(statement.first), .text(statement.second)],
            "signedBy": .array(signatures.map { .text($0.account) }),
            "statement": .string(statement.text),
        ]
    }
}
