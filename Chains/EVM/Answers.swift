import ChainModel
import CollateralState
import Encoding
import EthereumHeader

/// Third question: what does this answer say? Untrusted bytes become replies to the questions that were asked, and nothing else.
struct Answers: Sendable {
    private var replies: [Question: [SourceID: JSONRPC.Reply]] = [:]

    /// - Parameter answers: to the requests of this plan; the first counts where there are two, and what is missing is no answer.
    init(_ answers: [SourceAnswer], to plan: [(source: SourceID, calls: [Call])], of adapter: EVMAdapter) {
        let byRequest = Dictionary(answers.map { ($0.request, $0) }, uniquingKeysWith: { first, _ in first })
        for (source, calls) in plan {
            for batch in adapter.batches(of: calls) {
                let request = JSONRPC.request(batch, to: source)
                let answer = byRequest[request] ?? SourceAnswer(request: request, outcome: .failed(.notAsked))
                let found = JSONRPC.replies(to: answer, count: batch.count)
                for (call, reply) in zip(batch, found) { replies[call.question, default: [:]][source] = reply }
            }
        }
    }

    func reply(to question: Question, from source: SourceID) -> JSONRPC.Reply {
        replies[question]?[source] ?? .none("not asked")
    }
}

/// What one source's reply amounts to, once it is read as the kind of value that was asked for.
enum Reading<Value> {
    case value(Value)
    /// No usable answer: an error, null, nothing.
    case unknown(String)
    /// The source says that it has no such method.
    case unsupported
    /// The answer is no such value, or an untrue one.
    case refused(EVMError)

    init(_ reply: JSONRPC.Reply, _ parse: (JSONNode) throws(EVMError) -> Value) {
        switch reply {
        case .none(let reason): self = .unknown(reason)
        case .malformed(let reason): self = .refused(.malformedAnswer(reason))
        case .refused(let code, let message):
            self = JSONRPC.Reply.isUnsupported(code: code, message: message)
                ? .unsupported : .unknown("error \(code.map(String.init) ?? "without code"): \(message)")
        case .result(let node) where node.isNull: self = .unknown("null: it does not have it")
        case .result(let node):
            do { self = .value(try parse(node)) } catch { self = .refused(error) }
        }
    }
}

extension EVMAdapter {
    /// The longest time that is still a number of milliseconds in 64 bits.
    private static let latestTimestamp = UInt64.max / 1_000

    /// A header whose hash was recomputed, at the height that was asked for; any height for nil.
    func parseHeader(_ node: JSONNode, height: UInt64?) throws(EVMError) -> SealedHeader {
        let header: SealedHeader
        do { header = try SealedHeader(parsing: node, limits: .kin) } catch { throw .header(error) }
        if let height, header.number != height {
            throw .wrongMember("number", expected: "\(height)", got: "\(header.number)")
        }
        guard header.timestamp <= Self.latestTimestamp else {
            throw .outOfRange(field: "timestamp", expected: "at most \(Self.latestTimestamp)", got: "\(header.timestamp)")
        }
        return header
    }

    /// The hashes of a block's transactions, from an answer about this very block.
    func parseTransactions(_ node: JSONNode, of block: SealedHeader) throws(EVMError) -> [Digest] {
        let header = try parseHeader(node, height: block.number)
        guard header.hash == block.hash else {
            throw .wrongMember("hash", expected: Hex.encode0x(block.hash.bytes), got: Hex.encode0x(header.hash.bytes))
        }
        return try RPCValue.digests(node, "transactions", max: BlockReceipts.maximumPerBlock)
    }
}
