public import Encoding
import EthereumHeader
import Quantities

extension Receipt {
    /// Reads a receipt as JSON-RPC gives it. What the receipts root does not commit to is ignored.
    ///
    /// - Throws: `json`, `quantity`, `address`, `unknownReceiptType`, `wrongBloom`.
    public init(parsing node: JSONNode) throws(EthereumStateError) {
        form = try Self.form(node)
        outcome = try Self.outcome(node)
        cumulativeGasUsed = try RPCMember.uint64(node, "cumulativeGasUsed")
        logs = []
        for log in try RPCMember.array(node, "logs", max: Self.maximumLogs) { logs.append(try ReceiptLog(parsing: log)) }
        guard try RPCMember.bytes(node, "logsBloom", count: LogsBloom.byteCount) == bloom.bytes else { throw .wrongBloom }
    }

    /// Nodes from before EIP-2718 leave the type out.
    private static func form(_ node: JSONNode) throws(EthereumStateError) -> Form {
        guard try RPCMember.isPresent(node, "type") else { return .legacy }
        let type = try RPCMember.uint64(node, "type")
        guard type != 0 else { return .legacy }
        return try Form(type: UInt8(clamping: type)) { () throws(EthereumStateError) in
            // Before Canyon nodes show the nonce too, though the root does not commit to it.
            guard try RPCMember.isPresent(node, "depositReceiptVersion") else { return nil }
            return DepositReceipt(
                nonce: try RPCMember.uint64(node, "depositNonce"), version: try RPCMember.uint64(node, "depositReceiptVersion"))
        }
    }

    private static func outcome(_ node: JSONNode) throws(EthereumStateError) -> Outcome {
        guard try RPCMember.isPresent(node, "status") else { return .stateRoot(try RPCMember.digest(node, "root")) }
        switch try RPCMember.uint64(node, "status") {
        case 0: return .status(false)
        case 1: return .status(true)
        default: throw .json(try RPCMember.member(node, "status").unexpected("0x0 or 0x1"))
        }
    }
}
