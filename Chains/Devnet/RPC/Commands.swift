internal import CollateralState
internal import Encoding

/// The chain's own methods: they act on it, whatever faults the sources have.
extension DevelopmentChain {
    mutating func carryOut(_ call: RPCCall, source: Int, now: Timestamp) throws(DevnetError) -> JSON {
        switch call.method {
        case "dev_deposit": try act(.deposit, call.parameters, now)
        case "dev_withdraw": try act(.withdraw, call.parameters, now)
        case "dev_borrow": try act(.borrow, call.parameters, now)
        case "dev_repay": try act(.repay, call.parameters, now)
        case "dev_mine": try mine(call.parameters, now)
        case "dev_reorg": try reorganise(call.parameters, now)
        case "dev_setFinality": try setFinality(call.parameters)
        case "dev_setAutomine": try setAutomine(call.parameters)
        case "dev_fault": try setFault(call.parameters, source: source)
        case "dev_status": status
        default: throw .unknownMethod(call.method)
        }
    }

    private mutating func act(_ kind: VaultAction.Kind, _ parameters: RPCParameters, _ now: Timestamp) throws(DevnetError) -> JSON {
        let node = try parameters.named(["account", "asset", "amount"])
        let action = try parameter { () throws(EncodingError) in try VaultAction(kind, node) }
        let hash = try submit(action, now: now)
        return [
            "transactionHash": .data(hash),
            "blockNumber": tree.place(ofTransaction: hash).map { .quantity($0.height) } ?? .null,
        ]
    }

    private mutating func mine(_ parameters: RPCParameters, _ now: Timestamp) throws(DevnetError) -> JSON {
        let list = try parameters.list(0...1)
        let count = try parameter { () throws(EncodingError) in try list.first?.integer(in: 1...DevnetLimits.blocksPerRequest) ?? 1 }
        try mine(blocks: count, now: now)
        return headJSON
    }

    private mutating func reorganise(_ parameters: RPCParameters, _ now: Timestamp) throws(DevnetError) -> JSON {
        let node = try parameters.named(["depth", "length", "drop", "blocks", "allowFinalized"])
        let change = try parameter { () throws(EncodingError) in try Reorganisation(node) }
        let dropped = try reorganise(change, now: now)
        return ["head": headJSON, "dropped": .array(dropped.map { .data($0) })]
    }

    private mutating func setFinality(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let node = try parameters.named(["safe", "finalized"])
        let lag = try parameter { () throws(EncodingError) in
            FinalityLag(safe: try node["safe"].uint64(), finalized: try node["finalized"].uint64())
        }
        setFinalityLag(lag)
        return status
    }

    private mutating func setAutomine(_ parameters: RPCParameters) throws(DevnetError) -> JSON {
        let list = try parameters.list(1...1)
        configuration.automine = try parameter { () throws(EncodingError) in try list[0].bool() }
        return status
    }

    /// Acts on the source that is asked unless another is named.
    private mutating func setFault(_ parameters: RPCParameters, source: Int) throws(DevnetError) -> JSON {
        let node = try parameters.named(["source", "kind", "blocks"])
        let (target, fault) = try parameter { () throws(EncodingError) in
            (try node.optional("source")?.integer(in: 0...DevnetLimits.sources) ?? source, try SourceFault(node))
        }
        try setFault(fault, ofSource: target)
        return status
    }

    private var headJSON: JSON { ["number": .quantity(head.height), "hash": .data(head.hash)] }

    private var status: JSON {
        [
            "chainId": .quantity(configuration.chainID),
            "vault": .data(configuration.vault),
            "operator": .data(OperatorKey.address),
            "head": headJSON,
            "safe": .quantity(safeHeight),
            "finalized": .quantity(finalizedHeight),
            "queued": .integer(queuedActions),
            "automine": .bool(configuration.automine),
            "sources": .array(sources.map { .string($0.fault.description) }),
        ]
    }
}
