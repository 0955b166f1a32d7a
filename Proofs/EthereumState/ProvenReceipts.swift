public import Encoding
public import EthereumHeader
import MerklePatricia
public import Signatures

/// All receipts of one block, in order, none left out: made only by computing the root that the header commits to.
public struct ProvenReceipts: Hashable, Sendable {
    public let block: AnchoredHeader
    public let receipts: [Receipt]

    /// - Parameter receipts: all of the block, in its order.
    /// - Throws: `wrongReceiptsRoot` with both.
    public static func verify(_ receipts: [Receipt], in block: AnchoredHeader) throws(EthereumStateError) -> ProvenReceipts {
        let root = Receipt.root(of: receipts)
        guard root == block.receiptsRoot else { throw .wrongReceiptsRoot(expected: block.receiptsRoot, got: root) }
        return ProvenReceipts(block: block, receipts: receipts)
    }

    /// The most receipts of one answer.
    public static let maximumReceipts = 1 << 16

    /// Verifies the `result` of an `eth_getBlockReceipts` answer.
    ///
    /// - Throws: as `Receipt.init(parsing:)`; `receiptOutOfOrder` when one says it stands elsewhere; `wrongReceiptsRoot`.
    public static func verify(answer: JSONNode, in block: AnchoredHeader) throws(EthereumStateError) -> ProvenReceipts {
        var receipts: [Receipt] = []
        for (index, node) in try RPCMember.array(answer, max: maximumReceipts).enumerated() {
            let place = try RPCMember.uint64(node, "transactionIndex")
            guard place == UInt64(index) else { throw .receiptOutOfOrder(index: index, got: place) }
            receipts.append(try Receipt(parsing: node))
        }
        return try verify(receipts, in: block)
    }

    /// Every log of a contract in the block, in order, from transactions that succeeded: failed ones have none.
    public func logs(of address: EthereumAddress) -> [ReceiptLog] {
        receipts.flatMap(\.logs).filter { $0.address == address }
    }
}

/// One receipt of a block: made only by verifying its trie proof.
public struct ProvenReceipt: Hashable, Sendable {
    public let block: AnchoredHeader
    /// The place of the transaction in the block.
    public let index: Int
    /// nil: the block has no transaction there, which is proven.
    public let receipt: Receipt?

    /// - Parameter nodes: of the receipts trie, root first.
    /// - Throws: `receiptProof`, `malformedReceipt`, `unknownReceiptType`, `wrongBloom`.
    public static func verify(_ nodes: [Bytes], index: Int, in block: AnchoredHeader) throws(EthereumStateError) -> ProvenReceipt {
        let entry: ProvenEntry
        do { entry = try OrderedTrie.verify(nodes, root: block.receiptsRoot, index: index) } catch {
            throw .receiptProof(index: index, error)
        }
        let receipt = try entry.value.map { bytes throws(EthereumStateError) in try Receipt(parsing: bytes) }
        return ProvenReceipt(block: block, index: index, receipt: receipt)
    }
}
