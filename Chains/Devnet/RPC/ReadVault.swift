internal import Encoding
internal import Quantities

/// `eth_call` for the two views of the vault: `balances(address account, address asset)` and `debts(address account, address asset)`.
extension SourceView {
    private static let callMembers = ["from", "to", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "value", "data", "input"]
    private static let callSize = 4 + 2 * ABI.wordSize

    func call(_ node: JSONNode, at choice: BlockChoice) throws(DevnetError) -> JSON {
        guard let block = block(choice) else { throw .unknownBlock("\(choice)") }
        // The books follow the canonical chain; what they were on an abandoned branch is not kept.
        guard tree.isCanonical(block.hash) else { throw .unknownBlock("0x\(block.hash.hex): its state is not kept") }
        let (target, data) = try parameter { () throws(EncodingError) in
            try node.object(allowing: Self.callMembers)
            var data = try node.optionalOrNull("input")
            if data == nil { data = try node.optionalOrNull("data") }
            return (try node["to"].address(), try data?.hex0xBytes() ?? [])
        }
        // A call to an address without code succeeds and returns nothing.
        guard target == tree.configuration.vault else { return "0x" }
        return .data(ABI.word(shown(tree.books.value(of: try line(data), at: block.height))))
    }

    private func line(_ data: Bytes) throws(DevnetError) -> VaultBooks.Line {
        guard data.count == Self.callSize, let book = Self.books[Bytes(data.prefix(4))] else {
            throw .reverted("the vault has the views balances(address,address) and debts(address,address)")
        }
        let words = data.dropFirst(4)
        guard let account = ABI.address(inWord: words.prefix(ABI.wordSize)), let asset = ABI.address(inWord: words.suffix(ABI.wordSize)) else {
            throw .reverted("an argument is not an address")
        }
        return VaultBooks.Line(book: book, account: account, asset: asset)
    }

    private static let books: [Bytes: VaultBooks.Book] = [
        ABI.selector("balances(address,address)"): .balances,
        ABI.selector("debts(address,address)"): .debts,
    ]

    private func shown(_ value: UInt256) -> UInt256 {
        fault == .lieBalance ? value.addingReportingOverflow(1).partialValue : value
    }
}
