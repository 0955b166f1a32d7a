internal import Encoding
internal import EthereumHeader
internal import Quantities
internal import Signatures

/// Blocks, transactions and receipts in the spelling of the execution API specification.
extension SourceView {
    func json(_ block: DevelopmentBlock, full: Bool) -> JSON {
        var members = block.header.json
        if fault == .lieHeader { members["stateRoot"] = .data(Self.altered(block.header.stateRoot)) }
        members["size"] = .quantity(UInt64(block.encodedSize))
        members["transactions"] = .array(
            block.transactions.enumerated().map { full ? json($0.element, in: block, index: $0.offset) : .data($0.element.hash) })
        members["uncles"] = []
        members["withdrawals"] = []
        return .object(members)
    }

    /// Another digest: the same with its last bit turned.
    private static func altered(_ digest: Digest) -> Digest {
        Digest(unsafeUninitialized: { target in
            target.copyBytes(from: digest.bytes)
            target[Digest.byteCount - 1] ^= 1
        })
    }

    func json(_ transaction: DevelopmentTransaction, in block: DevelopmentBlock, index: Int) -> JSON {
        [
            "blockHash": .data(block.hash),
            "blockNumber": .quantity(block.height),
            "transactionIndex": .quantity(UInt64(index)),
            "hash": .data(transaction.hash),
            "type": .quantity(UInt64(DevelopmentTransaction.type)),
            "chainId": .quantity(tree.configuration.chainID),
            "nonce": .quantity(transaction.nonce),
            "from": .data(OperatorKey.address),
            "to": .data(tree.configuration.vault),
            "value": "0x0",
            "gas": .quantity(DevelopmentTransaction.gas),
            "maxPriorityFeePerGas": "0x0",
            "maxFeePerGas": .quantity(DevelopmentTransaction.feePerGas),
            "gasPrice": .quantity(DevelopmentTransaction.feePerGas),
            "input": .data(transaction.action.callData),
            "accessList": [],
            "yParity": .quantity(UInt64(transaction.signature.yParity)),
            "v": .quantity(UInt64(transaction.signature.yParity)),
            "r": .quantity(transaction.signature.r),
            "s": .quantity(transaction.signature.s),
        ]
    }

    func receipts(_ block: DevelopmentBlock) -> JSON {
        .array(block.receipts.map { json($0, in: block) })
    }

    func json(_ receipt: DevelopmentReceipt, in block: DevelopmentBlock) -> JSON {
        let transaction = receipt.transaction
        return [
            "type": .quantity(UInt64(DevelopmentTransaction.type)),
            "status": "0x1",
            "transactionHash": .data(transaction.hash),
            "transactionIndex": .quantity(UInt64(receipt.index)),
            "blockHash": .data(block.hash),
            "blockNumber": .quantity(block.height),
            "from": .data(OperatorKey.address),
            "to": .data(tree.configuration.vault),
            "contractAddress": .null,
            "gasUsed": .quantity(DevelopmentTransaction.gas),
            "cumulativeGasUsed": .quantity(receipt.cumulativeGas),
            "effectiveGasPrice": .quantity(DevelopmentTransaction.feePerGas),
            "logs": .array(fault == .omitLogs ? [] : [log(of: receipt, in: block)]),
            "logsBloom": .data(receipt.bloom.bytes),
        ]
    }

    func log(of receipt: DevelopmentReceipt, in block: DevelopmentBlock) -> JSON {
        [
            "address": .data(receipt.log.address),
            "topics": .array(receipt.log.topics.map { .data($0) }),
            "data": .data(shownData(of: receipt)),
            "blockNumber": .quantity(block.height),
            "blockHash": .data(block.hash),
            "blockTimestamp": .quantity(block.header.timestamp),
            "transactionHash": .data(receipt.transaction.hash),
            "transactionIndex": .quantity(UInt64(receipt.index)),
            "logIndex": .quantity(UInt64(receipt.index)),
            "removed": false,
        ]
    }

    private func shownData(of receipt: DevelopmentReceipt) -> Bytes {
        guard fault == .lieLogs else { return receipt.log.data }
        return ABI.word(receipt.transaction.action.amount.addingReportingOverflow(1).partialValue)
    }
}
