public import CollateralState
public import Encoding

extension DevelopmentChain {
    /// The longest body that `answer` reads.
    public static let maximumBodyBytes = DevnetLimits.bodyBytes

    /// Answers one HTTP body: a JSON-RPC 2.0 request or a batch of up to 256.
    ///
    /// - Parameters:
    ///   - body: at most 1 MiB; whatever is wrong with it becomes a JSON-RPC error.
    ///   - source: through which source the caller looks at the chain, from 0.
    ///   - now: the time of blocks that the body makes.
    /// - Returns: the answer; empty when the body holds notifications only.
    public mutating func answer(_ body: Bytes, source: Int = 0, now: Timestamp) -> Bytes {
        do throws(DevnetError) {
            guard sources.indices.contains(source) else { throw .noSuchSource(count: sources.count, got: source) }
            return try answer(parsed(body), source: source, now: now)
        } catch {
            return Bytes(Self.failure(error, id: .null).printed().utf8)
        }
    }

    private func parsed(_ body: Bytes) throws(DevnetError) -> JSON {
        guard body.count <= DevnetLimits.bodyBytes else { throw .bodyTooLarge(maximum: DevnetLimits.bodyBytes, got: body.count) }
        do {
            return try JSON.parse(body, limits: JSONLimits(maximumBytes: DevnetLimits.bodyBytes, maximumDepth: DevnetLimits.bodyDepth))
        } catch {
            throw .notJSON(error)
        }
    }

    private mutating func answer(_ json: JSON, source: Int, now: Timestamp) throws(DevnetError) -> Bytes {
        guard case .array(let requests) = json else {
            if speaksGarbage(to: [json], source: source) { return Self.garbage }
            return answerOne(json, source: source, now: now)
        }
        guard (1...DevnetLimits.batchRequests).contains(requests.count) else {
            throw .batchSize(maximum: DevnetLimits.batchRequests, got: requests.count)
        }
        if speaksGarbage(to: requests, source: source) { return Self.garbage }
        return answerAll(requests, source: source, now: now)
    }

    private mutating func answerAll(_ requests: [JSON], source: Int, now: Timestamp) -> Bytes {
        var output = Bytes()
        for request in requests {
            var one = answerOne(request, source: source, now: now)
            if output.count + one.count > DevnetLimits.answerBytes {
                let error = DevnetError.answerTooLarge(maximum: DevnetLimits.answerBytes)
                one = Bytes(Self.failure(error, id: request["id"] ?? .null).printed().utf8)
            }
            guard !one.isEmpty else { continue }
            output.append(UInt8(ascii: output.isEmpty ? "[" : ","))
            output.append(contentsOf: one)
        }
        if !output.isEmpty { output.append(UInt8(ascii: "]")) }
        return output
    }

    /// The answer to one request; empty to a notification.
    private mutating func answerOne(_ request: JSON, source: Int, now: Timestamp) -> Bytes {
        let call: RPCCall
        do {
            call = try RPCCall(request)
        } catch {
            return Bytes(Self.failure(error, id: .null).printed().utf8)
        }
        let answer = outcome(of: call, source: source, now: now)
        return call.id == nil ? [] : Bytes(answer.printed().utf8)
    }

    private mutating func outcome(of call: RPCCall, source: Int, now: Timestamp) -> JSON {
        let id = call.id ?? .null
        do {
            let result = call.isCommand ? try carryOut(call, source: source, now: now) : try sources[source].view(of: tree).answer(call)
            return ["jsonrpc": "2.0", "id": id, "result": result]
        } catch {
            return Self.failure(error, id: id)
        }
    }

    private static func failure(_ error: DevnetError, id: JSON) -> JSON {
        var members: JSONObject = ["code": .integer(error.code), "message": .string(error.description)]
        if case .reverted = error { members["data"] = "0x" }
        return ["jsonrpc": "2.0", "id": id, "error": .object(members)]
    }

    /// What a broken proxy says in front of a node.
    private static let garbage = Bytes("<html><body>502 Bad Gateway</body></html>".utf8)

    private func speaksGarbage(to requests: [JSON], source: Int) -> Bool {
        sources[source].fault == .garbage && !requests.contains { $0["method"]?.stringValue?.hasPrefix("dev_") ?? false }
    }
}
