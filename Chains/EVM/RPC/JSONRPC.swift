import ChainModel
import Encoding

/// JSON-RPC 2.0, as Ethereum nodes speak it over HTTP.
enum JSONRPC {
    /// The largest answer a request may allow, whatever its calls add up to.
    static let maximumAnswerBytes = 64 << 20
    /// Receipts in a batch are the deepest honest answer: 7 levels.
    private static let maximumDepth = 16

    /// One call as an object, several as a batch; ids count from 1.
    static func request(_ calls: [Call], to source: SourceID) -> SourceRequest {
        let objects = calls.enumerated().map { index, call -> JSON in
            ["jsonrpc": "2.0", "id": .integer(index + 1), "method": .string(call.question.method), "params": call.parameters]
        }
        let body: JSON = objects.count == 1 ? objects[0] : .array(objects)
        let size = calls.reduce(0) { min($0 + $1.question.maximumAnswerBytes, maximumAnswerBytes) }
        return SourceRequest(
            source: source, body: Array(body.printed().utf8), maximumAnswerBytes: size, label: calls.first?.question.label ?? "none")
    }

    /// What came back for one call.
    enum Reply: Sendable {
        /// The member `result`, which may be null.
        case result(JSONNode)
        /// The source answered with an error: it does not know, or does not want to say.
        case refused(code: Int64?, message: String)
        /// Nothing came back for this call.
        case none(String)
        /// Bytes that are no JSON-RPC answer to this call.
        case malformed(String)
    }

    /// The replies to `count` calls, in their order.
    static func replies(to answer: SourceAnswer, count: Int) -> [Reply] {
        func all(_ reply: Reply) -> [Reply] { Array(repeating: reply, count: count) }
        switch answer.outcome {
        case .failed(let failure):
            return all(.none("\(failure)"))
        case .body(let bytes):
            let limits = JSONLimits(maximumBytes: answer.request.maximumAnswerBytes, maximumDepth: maximumDepth)
            do {
                return replies(in: JSONNode(try JSON.parse(bytes, limits: limits)), count: count)
            } catch {
                return all(.malformed("\(error)"))
            }
        }
    }

    private static func replies(in answer: JSONNode, count: Int) -> [Reply] {
        do throws(EncodingError) {
            // A source that refuses a batch answers with one object.
            guard case .array = answer.value else {
                let reply = try reply(in: answer)
                let isWhole = count == 1 && reply.id == 1
                if case .refused = reply.reply { return Array(repeating: reply.reply, count: count) }
                guard isWhole else { throw answer.unexpected("an answer to each of \(count) calls") }
                return [reply.reply]
            }
            var found: [Int: Reply] = [:]
            for element in try answer.array(max: count) {
                let (id, reply) = try reply(in: element)
                guard let id, (1...count).contains(id), found.updateValue(reply, forKey: id) == nil else {
                    throw element.unexpected("the answer to one call, once")
                }
            }
            return (1...count).map { found[$0] ?? .none("no answer to this call of the batch") }
        } catch {
            return Array(repeating: .malformed("\(error)"), count: count)
        }
    }

    private static func reply(in node: JSONNode) throws(EncodingError) -> (id: Int?, reply: Reply) {
        let id = try node.optionalOrNull("id")?.integer(in: 0...Int.max)
        if let error = try node.optionalOrNull("error") {
            let code = try? error.optional("code")?.int64()
            let message = (try? error.optional("message")?.string()) ?? error.value.printed()
            return (id, .refused(code: code, message: String(message.prefix(200))))
        }
        return (id, .result(try node["result"]))
    }
}

extension JSONRPC.Reply {
    /// Whether the source says that it has no such method.
    ///
    /// -32601 is JSON-RPC's own code, -32004 EIP-1474's; some servers use neither, so their words are looked at too. A source that
    /// only pretends gains nothing: without the method its empty answers need more agreement, not less.
    static func isUnsupported(code: Int64?, message: String) -> Bool {
        if code == -32_601 || code == -32_004 { return true }
        let words = message.lowercased()
        return ["method not found", "not supported", "does not exist/is not available", "unknown rpc endpoint", "notimplemented"]
            .contains { words.contains($0) }
    }
}
