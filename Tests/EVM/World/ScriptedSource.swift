import ChainModel
import Encoding
import EthereumHeader
import Quantities
import Signatures

/// What a source does wrong.
enum Fault: Hashable, CaseIterable {
    // Lies: false values.
    /// Serves a consistent chain of its own.
    case otherChain
    /// Changes a field of each header and leaves the hash.
    case brokenHeader
    case alteredAmount, inventedLog, droppedLog, emptyLogs, removedLog, duplicateLog, foreignBlockLog
    /// Leaves the vault's logs out of receipts too, or writes one in.
    case emptyLogsAndReceipts, inventedReceiptLog
    case wrongChain
    /// Claims a head far beyond the chain.
    case claimsMore

    // Failures: no values.
    case lagging, stalled, nulls, errors, malformed, nonMinimal, oversize, htmlPage, truncatedBatch

    // Poorer sources: true values, fewer methods.
    case noBlockReceipts, noReceipts

    static let lies: [Fault] = [
        .otherChain, .brokenHeader, .alteredAmount, .inventedLog, .droppedLog, .emptyLogs, .removedLog, .duplicateLog, .foreignBlockLog,
        .emptyLogsAndReceipts, .inventedReceiptLog, .wrongChain, .claimsMore,
    ]
    static let failures: [Fault] = [.lagging, .stalled, .nulls, .errors, .malformed, .nonMinimal, .oversize, .htmlPage, .truncatedBatch]
}

/// A JSON-RPC node over a scripted chain, as good or bad as its fault.
struct ScriptedSource {
    var chain: ScriptedChain
    var fault: Fault?
    var finalityLag: UInt64 = 2

    func answer(_ request: SourceRequest) -> SourceAnswer {
        SourceAnswer(request: request, outcome: outcome(request))
    }

    private func outcome(_ request: SourceRequest) -> SourceAnswer.Outcome {
        switch fault {
        case .stalled: return .failed(.timedOut(milliseconds: 10_000))
        case .oversize: return .body(Bytes(repeating: UInt8(ascii: " "), count: request.maximumAnswerBytes + 1))
        case .htmlPage: return .body(Array("<html>try again</html>".utf8))
        case .malformed: return .body(Array(#"{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}"#.utf8))
        default: break
        }
        guard let parsed = try? JSON.parse(request.body) else { return .failed(.status(400)) }
        guard let calls = parsed.arrayValue else { return .body(Array(reply(parsed).printed().utf8)) }
        let replies = fault == .truncatedBatch ? Array(calls.map(reply).dropLast()) : calls.map(reply).reversed()
        return .body(Array(JSON.array(replies).printed().utf8))
    }

    private func reply(_ call: JSON) -> JSON {
        let method = call["method"]?.stringValue ?? ""
        let parameter = call["params"]?[0] ?? .null
        var reply: JSONObject = ["jsonrpc": "2.0", "id": call["id"] ?? .null]
        if fault == .errors {
            reply["error"] = ["code": -32_000, "message": "header not found"]
        } else if let result = result(method, parameter) {
            reply["result"] = fault == .nulls ? .null : result
        } else {
            reply["error"] = ["code": -32_601, "message": "the method \(JSON.string(method).printed()) does not exist"]
        }
        return .object(reply)
    }

    /// Nil for a method the source does not have.
    private func result(_ method: String, _ parameter: JSON) -> JSON? {
        switch method {
        case "eth_chainId": fault == .wrongChain ? "0x1" : "0x7a69"
        case "eth_getBlockByNumber": block(at: height(parameter.stringValue ?? ""))
        case "eth_getBlockByHash": block(at: digest(parameter).flatMap { chain.block($0)?.header.number })
        case "eth_getLogs": logs(parameter)
        case "eth_getBlockReceipts": fault == .noBlockReceipts || fault == .noReceipts ? nil : receipts(parameter)
        case "eth_getTransactionReceipt": fault == .noReceipts ? nil : receipt(parameter)
        default: nil
        }
    }

    private var visibleTip: UInt64 { fault == .lagging ? chain.tip / 2 : chain.tip }

    private func height(_ text: String) -> UInt64? {
        switch text {
        case "finalized", "safe": visibleTip > finalityLag ? visibleTip - finalityLag : 0
        case "latest": visibleTip
        default: (try? UInt256(hexQuantity: text)).flatMap { UInt64(exactly: $0) }
        }
    }

    private func digest(_ json: JSON) -> Digest? {
        json.stringValue.flatMap { try? Digest(Hex.decode0x($0)) }
    }

    private func block(at height: UInt64?) -> JSON {
        guard let height, height <= visibleTip || fault == .claimsMore, var object = chain[min(height, chain.tip)]?.header.json else { return .null }
        object["transactions"] = .array(chain[min(height, chain.tip)]?.transactions.map { .string(Hex.encode0x($0.hash.bytes)) } ?? [])
        object["size"] = "0x100"
        switch fault {
        case .brokenHeader: object["stateRoot"] = .string(Hex.encode0x(Digest.zero.bytes))
        case .nonMinimal: object["gasLimit"] = "0x01c9c380"
        case .claimsMore: return claimMore(height)
        default: break
        }
        return .object(object)
    }

    /// A header of its own far ahead, with a true hash.
    private func claimMore(_ height: UInt64) -> JSON {
        guard var header = chain[chain.tip]?.header.header else { return .null }
        header.number = max(height, chain.tip + 1_000)
        return .object(SealedHeader(header).json)
    }
}

extension ScriptedSource {
    private func numbered(_ block: ScriptedBlock) -> [(index: Int, transaction: Digest, log: ScriptedLog)] {
        block.transactions.flatMap { transaction in transaction.logs.map { (transaction.hash, $0) } }.enumerated()
            .map { ($0.offset, $0.element.0, $0.element.1) }
    }

    private func json(_ log: ScriptedLog, index: Int, transaction: Digest, in block: ScriptedBlock) -> JSON {
        [
            "address": .string(Hex.encode0x(log.address.bytes)), "topics": .array(log.topics.map { .string(Hex.encode0x($0.bytes)) }),
            "data": .string(Hex.encode0x(log.data)), "blockNumber": .string("0x" + String(block.header.number, radix: 16)),
            "blockHash": .string(Hex.encode0x(block.header.hash.bytes)), "logIndex": .string("0x" + String(index, radix: 16)),
            "transactionHash": .string(Hex.encode0x(transaction.bytes)), "removed": false,
        ]
    }

    private func logs(_ filter: JSON) -> JSON {
        guard let block = filter["blockHash"].flatMap(digest).flatMap({ chain.block($0) }) else { return .null }
        let wanted = Set(filter["topics"]?[0]?.arrayValue?.compactMap(digest) ?? [])
        let address = filter["address"]?.stringValue ?? ""
        var found = numbered(block).filter { entry in
            Hex.encode0x(entry.log.address.bytes) == address && entry.log.topics.first.map(wanted.contains) == true
        }
        if fault == .alteredAmount, !found.isEmpty { found[0].log.data[31] ^= 1 }
        if fault == .droppedLog { found = Array(found.dropLast()) }
        if fault == .emptyLogs || fault == .emptyLogsAndReceipts { found = [] }
        if fault == .duplicateLog, let last = found.last { found.append(last) }
        if fault == .inventedLog || fault == .inventedReceiptLog, let log = invented { found.append((found.count + 100, .zero, log)) }
        return .array(
            found.map { entry in
                guard case .object(var log) = json(entry.log, index: entry.index, transaction: entry.transaction, in: block) else { return .null }
                if fault == .removedLog { log["removed"] = true }
                if fault == .foreignBlockLog { log["blockHash"] = .string(Hex.encode0x(Digest.zero.bytes)) }
                return .object(log)
            })
    }

    /// A deposit nobody made.
    private var invented: ScriptedLog? {
        guard let vault = try? PlainVault.address() else { return nil }
        return try? VaultEvent(kind: .deposit, account: vault, asset: vault, amount: 1_000_000).log
    }

    private func receipts(_ parameter: JSON) -> JSON {
        guard let block = digest(parameter).flatMap({ chain.block($0) }) else { return .null }
        return .array(block.transactions.map { receipt($0.hash, in: block) })
    }

    private func receipt(_ parameter: JSON) -> JSON {
        guard let hash = digest(parameter), let block = chain.blocks.first(where: { $0.transactions.contains { $0.hash == hash } })
        else { return .null }
        return receipt(hash, in: block)
    }

    private func receipt(_ transaction: Digest, in block: ScriptedBlock) -> JSON {
        var logs = numbered(block).filter { $0.transaction == transaction }
        if fault == .emptyLogsAndReceipts, let vault = try? PlainVault.address() { logs.removeAll { $0.log.address == vault } }
        if fault == .inventedReceiptLog, let log = invented { logs.append((logs.count + 100, transaction, log)) }
        return [
            "transactionHash": .string(Hex.encode0x(transaction.bytes)), "blockHash": .string(Hex.encode0x(block.header.hash.bytes)),
            "status": "0x1", "logs": .array(logs.map { json($0.log, index: $0.index, transaction: $0.transaction, in: block) }),
        ]
    }
}
