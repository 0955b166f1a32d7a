public import Encoding

/// How an observer reads; not part of the stream's identity.
public struct ReadSettings: Hashable, Sendable {
    /// What an empty answer needs, when the block's bloom says that there may be events.
    public enum EmptyAnswers: String, Hashable, Sendable, CaseIterable {
        /// The receipts of the block must add up to its bloom and hold no event of the vault. Costs a block's receipts per such block.
        case receipts
        /// The required number of operators say so. For chains whose blooms are so full that they exclude nothing.
        case agreement
    }

    /// Blocks asked for in one round; 32 unless set.
    public var blocksPerRound: Int
    /// Calls in one JSON-RPC batch; 32 unless set. With 1 there are no batches, for sources that do not know them.
    public var callsPerRequest: Int
    public var emptyAnswers: EmptyAnswers

    public init(blocksPerRound: Int = 32, callsPerRequest: Int = 32, emptyAnswers: EmptyAnswers = .receipts) throws(EVMError) {
        guard (1...256).contains(blocksPerRound) else {
            throw .outOfRange(field: "blocks-per-round", expected: "1 to 256", got: "\(blocksPerRound)")
        }
        guard (1...256).contains(callsPerRequest) else {
            throw .outOfRange(field: "calls-per-request", expected: "1 to 256", got: "\(callsPerRequest)")
        }
        self.blocksPerRound = blocksPerRound
        self.callsPerRequest = callsPerRequest
        self.emptyAnswers = emptyAnswers
    }

    /// Reads an object with any of `blocks-per-round`, `calls-per-request` and `empty-answers`.
    public init(parsing settings: JSON) throws(EVMError) {
        let node = JSONNode(settings)
        let (blocks, calls, word) = try reading { () throws(EncodingError) in
            try node.object(allowing: ["blocks-per-round", "calls-per-request", "empty-answers"])
            return (
                try node.optional("blocks-per-round")?.integer(in: 1...256), try node.optional("calls-per-request")?.integer(in: 1...256),
                try node.optional("empty-answers")?.string(max: 40)
            )
        }
        let rule = word.map { EmptyAnswers(rawValue: $0) } ?? .receipts
        guard let rule else {
            throw .outOfRange(field: "empty-answers", expected: "receipts or agreement", got: word ?? "")
        }
        try self.init(blocksPerRound: blocks ?? 32, callsPerRequest: calls ?? 32, emptyAnswers: rule)
    }

    /// Blocks whose receipts are asked for in one round.
    static let receiptBlocksPerRound = 4
    /// The most transactions whose receipts are asked for one by one.
    static let maximumSingleReceipts = 2_048
}
