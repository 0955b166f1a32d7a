internal import Encoding

/// The `eth_` methods and their few companions: what a source answers.
extension SourceView {
    func answer(_ call: RPCCall) throws(DevnetError) -> JSON {
        guard fault != .errors else { throw .sourceFails }
        switch call.method {
        case "web3_clientVersion": return "plimsoll-devnet/1"
        case "net_version": return .string(String(tree.configuration.chainID))
        case "eth_chainId": return .quantity(tree.configuration.chainID)
        case "eth_syncing": return false
        case "eth_blockNumber": return .quantity(head)
        case "eth_getBlockByNumber": return try blockByNumber(call.parameters)
        case "eth_getBlockByHash": return try blockByHash(call.parameters)
        case "eth_getBlockReceipts": return try blockReceipts(call.parameters)
        case "eth_getTransactionByHash": return try transaction(call.parameters) { json($0.transaction, in: $1, index: $0.index) }
        case "eth_getTransactionReceipt": return try transaction(call.parameters) { json($0, in: $1) }
        case "eth_getLogs": return try logs(parameters: call.parameters)
        case "eth_call": return try vaultCall(call.parameters)
        default: throw .unknownMethod(call.method)
        }
    }

    private func blockByNumber(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...2)
        let (tag, full) = try parameter { () throws(EncodingError) in (try list[0].blockTag(), try Self.flag(list)) }
        guard let block = block(tag) else { return .null }
        return json(block, full: full)
    }

    private func blockByHash(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...2)
        let (hash, full) = try parameter { () throws(EncodingError) in (try list[0].blockHash(), try Self.flag(list)) }
        guard let block = block(hash) else { return .null }
        return json(block, full: full)
    }

    private static func flag(_ list: [JSONNode]) throws(EncodingError) -> Bool {
        list.count > 1 ? try list[1].bool() : false
    }

    private func blockReceipts(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...1)
        let choice = try parameter { () throws(EncodingError) in try BlockChoice(list[0]) }
        return block(choice).map { receipts($0) } ?? .null
    }

    /// Null for a transaction that the source's canonical chain does not hold.
    private func transaction(
        _ parameters: RPCParameters, _ spell: (DevelopmentReceipt, DevelopmentBlock) -> JSON
    ) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...1)
        let hash = try parameter { () throws(EncodingError) in try list[0].blockHash() }
        guard let place = tree.place(ofTransaction: hash), let block = block(.number(place.height)) else { return .null }
        let receipt = DevelopmentReceipt(block.transactions[place.index], index: place.index, vault: tree.configuration.vault)
        return spell(receipt, block)
    }

    private func logs(parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...1)
        return try logs(try parameter { () throws(EncodingError) in try LogFilter(list[0]) })
    }

    private func vaultCall(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...2)
        let choice = try parameter { () throws(EncodingError) in try BlockChoice(list.count > 1 ? list[1] : nil) }
        return try call(list[0], at: choice)
    }
}
