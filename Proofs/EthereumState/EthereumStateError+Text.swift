import Encoding

extension EthereumStateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .json(let error): "the answer is malformed: \(error)"
        case .address(let error): "an address of the answer is malformed: \(error)"
        case .quantity(let field, let error): "\(field) is malformed: \(error)"
        case .header(let error): "\(error)"
        case .accountProof(let error): "the account proof does not hold: \(error)"
        case .storageProof(let slot, let error): "the proof of slot \(slot) does not hold: \(error)"
        case .malformedAccount(let error): "the proven leaf is no account: \(error)"
        case .malformedSlotValue(let slot, let error): "the proven leaf of slot \(slot) is no word: \(error)"
        case .wrongNonce(let claimed, let proven): "nonce \(claimed) is claimed, \(proven) is proven; do not use this source"
        case .wrongBalance(let claimed, let proven): "balance \(claimed) wei is claimed, \(proven) is proven; do not use this source"
        case .wrongCodeHash(let claimed, let proven): "code hash \(claimed) is claimed, \(proven) is proven; do not use this source"
        case .wrongStorageHash(let claimed, let proven): "storage root \(claimed) is claimed, \(proven) is proven; do not use this source"
        case .wrongSlotValue(let slot, let claimed, let proven):
            "\(claimed) is claimed for slot \(slot), \(proven) is proven; do not use this source"
        case .wrongCode(let expected, let got): "the code hashes to \(got), the account commits to \(expected)"
        case .repeatedSlot(let slot): "slot \(slot) is in the answer twice; ask for each once"
        case .slotOutOfRange(let slot): "the way from slot \(slot) leads beyond the last slot; the storage description is wrong"
        case .slotNotProven(let slot): "no proof of slot \(slot) was given, so its value is unknown; ask for it"
        case .missingKey(let key): "the storage description needs the \(key.rawValue), which was not given"
        case .malformedBlock(let error): "the block is malformed: \(error)"
        case .malformedTransaction(let index, let rule): "transaction \(index) of the block is malformed: \(rule.rawValue)"
        case .malformedWithdrawal(let index, let error): "withdrawal \(index) of the block is malformed: \(error)"
        case .missingWithdrawals: "the header commits to withdrawals, the body has no list of them"
        case .needlessWithdrawals: "the body has withdrawals, the header commits to none"
        case .tooManyUncles(let maximum, let got): "the block has \(got) uncles, at most \(maximum) are possible"
        case .wrongUnclesHash(let expected, let got): "the uncles hash to \(got), the header commits to \(expected)"
        case .wrongTransactionsRoot(let expected, let got): "the transactions have root \(got), the header commits to \(expected)"
        case .wrongWithdrawalsRoot(let expected, let got): "the withdrawals have root \(got), the header commits to \(expected)"
        case .malformedReceipt(let error): "the receipt is malformed: \(error)"
        case .unknownReceiptType(let type): "receipt type \(type) is not known; 1 to 4 and 126 are"
        case .wrongBloom: "the bloom is not that of the logs"
        case .receiptOutOfOrder(let index, let got):
            "receipt \(got) stands at place \(index); receipts stand in the order of the block, all of them"
        case .receiptProof(let index, let error): "the proof of receipt \(index) does not hold: \(error)"
        case .wrongReceiptsRoot(let expected, let got):
            "the receipts have root \(got), the header commits to \(expected); one is altered or left out"
        }
    }
}
