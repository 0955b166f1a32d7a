import Encoding
import EthereumHeader
import EthereumState
import MerklePatricia
import Quantities
import Signatures
import TestVectors
import Testing

struct ReceiptTests {
    private func deposit(gas: UInt64, _ form: DepositReceipt? = nil) -> Receipt {
        Receipt(form: .deposit(form), outcome: .status(true), cumulativeGasUsed: gas, logs: [])
    }

    /// Of the public chain Manta Sepolia, blocks 863731, 549192 and 697672: gas of the only receipt, and the header's receipts root.
    @Test(
        "deposits before Canyon have the roots of real blocks, whose receipts do not commit to a nonce",
        arguments: [
            (0xf9f5, "3c715dd96d2597ccd46fde046da5e4b13e0a5b7d0a2ff60c3ee6c92fee9600ea"),
            (0xccfd, "dbf9def3e8d930433596aa91b3ad3279652031ca45b1a3ca92785703f84aa6b0"),
            (0xc545, "0e7c255df3e2b7ca4d55b82047531f7f3e7437ab1eb33e22eca70653c874982d"),
        ] as [(UInt64, String)])
    func realDeposits(gas: UInt64, root: String) {
        #expect(Receipt.root(of: [deposit(gas: gas)]).hex == root)
        #expect(Receipt.root(of: [deposit(gas: gas, DepositReceipt(nonce: 1, version: 1))]).hex != root)
    }

    /// Block 836765 of the same chain: a deposit, and a transfer of tokens with its log.
    @Test("a deposit and a transaction with a log have the root of a real block")
    func realBlock() throws {
        func topic(_ hex: String) throws -> Digest { try Digest(hex: String(repeating: "0", count: 64 - hex.count) + hex) }
        let log = ReceiptLog(
            address: try EthereumAddress(hex: "0x9c76c6304885661cdb97f3984b13114b6d4b5248"),
            topics: [
                try topic("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"),
                try topic("70ce2d9bb8502e302b9cbe5c56a5d0f1067da713"), try topic("717c7f9822e8c2ae6a64773f7a92727755a7e2fc"),
            ],
            data: UInt256(1_000_000_000_000_000_000_000 as UInt128).bigEndianBytes)
        let transfer = Receipt(form: .dynamicFee, outcome: .status(true), cumulativeGasUsed: 0x18336, logs: [log])
        #expect(
            Receipt.root(of: [deposit(gas: 0xccfd), transfer]).hex == "11e432ab48d8ffcb3278758a25fb2e10ba1267feae336da97a0f7bc861c74bbe")
    }

    @Test("from Canyon on a deposit's receipt ends with nonce and version")
    func canyon() {
        let encoded = deposit(gas: 46_913, DepositReceipt(nonce: 4_012_991, version: 1)).encoded
        #expect(Hex.encode(encoded) == "7ef9010d0182b741b90100" + String(repeating: "0", count: 512) + "c0833d3bbf01")
    }

    /// One receipt of every form and outcome.
    private func samples() throws -> [Receipt] {
        var random = SeededGenerator()
        let forms: [Receipt.Form] = [
            .legacy, .accessList, .dynamicFee, .blob, .setCode, .deposit(nil), .deposit(DepositReceipt(nonce: 300, version: 1)),
        ]
        return try forms.flatMap { form in
            try [Receipt.Outcome.status(true), .status(false), .stateRoot(Digest(random.bytes(32)))].map { outcome in
                let logs = try (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    ReceiptLog(
                        address: try EthereumAddress(bytes: random.bytes(20)),
                        topics: try (0..<Int.random(in: 0...4, using: &random)).map { _ in try Digest(random.bytes(32)) },
                        data: random.bytes(Int.random(in: 0...100, using: &random)))
                }
                return Receipt(form: form, outcome: outcome, cumulativeGasUsed: random.next() >> 20, logs: logs)
            }
        }
    }

    /// As a node answers it.
    static func json(_ receipt: Receipt, index: Int) -> JSON {
        func quantity(_ value: UInt64) -> JSON { .string(UInt256(value).hexQuantity) }
        var object: JSONObject = [
            "transactionIndex": quantity(UInt64(index)), "cumulativeGasUsed": quantity(receipt.cumulativeGasUsed),
            "logsBloom": .string(Hex.encode0x(receipt.bloom.bytes)), "type": quantity(UInt64(receipt.form.type ?? 0)),
            "logs": .array(
                receipt.logs.map { log in
                    [
                        "address": .string(Hex.encode0x(log.address.bytes)), "data": .string(Hex.encode0x(log.data)), "logIndex": "0x0",
                        "topics": .array(log.topics.map { .string(Hex.encode0x($0.bytes)) }),
                    ]
                }),
        ]
        switch receipt.outcome {
        case .status(let isSuccess): object["status"] = quantity(isSuccess ? 1 : 0)
        case .stateRoot(let root): object["root"] = .string(Hex.encode0x(root.bytes))
        }
        if case .deposit(let deposit) = receipt.form {
            object["depositNonce"] = quantity(deposit?.nonce ?? 77)
            if let deposit { object["depositReceiptVersion"] = quantity(deposit.version) }
        }
        return .object(object)
    }

    @Test("a receipt of every form survives the way through its encoding and through JSON")
    func roundTrips() throws {
        for (index, receipt) in try samples().enumerated() {
            #expect(try Receipt(parsing: receipt.encoded) == receipt)
            #expect(try Receipt(parsing: JSONNode(Self.json(receipt, index: index))) == receipt)
        }
    }

    @Test("no changed byte of an encoded receipt is taken for the same receipt, and none traps")
    func everyByte() throws {
        var random = SeededGenerator()
        for receipt in try samples() {
            for index in receipt.encoded.indices {
                var altered = receipt.encoded
                altered[index] ^= UInt8.random(in: 1 ... .max, using: &random)
                if let other = try? Receipt(parsing: altered) { #expect(other != receipt && other.encoded == altered) }
            }
        }
    }

    @Test("an unknown type, a bloom that is not that of the logs and a fifth topic are refused, each by name")
    func refused() throws {
        let receipt = try #require(try samples().first { !$0.logs.isEmpty && $0.form == .legacy } ?? samples().first { !$0.logs.isEmpty })
        #expect(throws: EthereumStateError.unknownReceiptType(5)) { try Receipt(parsing: [5] + RLP.encode(.list([]))) }
        #expect(throws: EthereumStateError.unknownReceiptType(0)) { try Receipt(parsing: [0] + RLP.encode(.list([]))) }
        #expect(throws: EthereumStateError.self) { try Receipt(parsing: []) }
        guard case .object(var object) = Self.json(receipt, index: 0) else { return }
        object["logsBloom"] = .string(Hex.encode0x(LogsBloom.empty.bytes))
        #expect(throws: EthereumStateError.wrongBloom) { try Receipt(parsing: JSONNode(.object(object))) }
        var many = receipt
        many.logs[0].topics = [Digest](repeating: .zero, count: 5)
        #expect(throws: EthereumStateError.malformedReceipt(.tooLong(.rlp, maximum: 4, got: 5))) { try Receipt(parsing: many.encoded) }
    }

    /// A block whose header commits to receipts.
    private func block(_ receipts: [Receipt]) throws -> AnchoredHeader {
        let bloom = receipts.reduce(into: LogsBloom.empty) { $0.formUnion($1.bloom) }
        let header = SealedHeader(
            BlockHeader(
                parentHash: .zero, unclesHash: .zero, beneficiary: try EthereumAddress(bytes: Bytes(repeating: 0, count: 20)),
                stateRoot: .zero,
                transactionsRoot: .zero, receiptsRoot: Receipt.root(of: receipts), logsBloom: bloom, difficulty: .zero, number: 1,
                gasLimit: 0, gasUsed: 0, timestamp: 1, extraData: [], mixHash: .zero, nonce: 0, london: nil))
        return try AnchoredHeader.verify(header, trustedHash: header.hash)
    }

    @Test("all receipts of a block are proven together, and one altered, left out or moved is refused")
    func wholeBlock() throws {
        let receipts = try samples()
        let block = try block(receipts)
        let answer = receipts.enumerated().map { Self.json($0.element, index: $0.offset) }
        let proven = try ProvenReceipts.verify(answer: JSONNode(.array(answer)), in: block)
        #expect(proven.receipts == receipts)
        for log in receipts.flatMap(\.logs) { #expect(proven.logs(of: log.address) == [log]) }

        var altered = receipts
        altered[3].cumulativeGasUsed += 1
        for bad in [altered, Array(receipts.dropLast()), Array(receipts.reversed())] {
            #expect(throws: EthereumStateError.wrongReceiptsRoot(expected: block.receiptsRoot, got: Receipt.root(of: bad))) {
                try ProvenReceipts.verify(bad, in: block)
            }
        }
        #expect(throws: EthereumStateError.receiptOutOfOrder(index: 0, got: 1)) {
            try ProvenReceipts.verify(answer: JSONNode(.array(Array(answer.dropFirst()))), in: block)
        }
    }

    @Test("one receipt is proven by its trie proof, and so is the end of the block")
    func oneReceipt() throws {
        let receipts = try samples()
        let (block, items) = (try block(receipts), receipts.map(\.encoded))
        for index in [0, 1, 5, 20] {
            let proof = try OrderedTrie.proof(of: index, in: items)
            #expect(try ProvenReceipt.verify(proof, index: index, in: block).receipt == receipts[index])
        }
        let end = try OrderedTrie.proof(of: receipts.count, in: items)
        #expect(try ProvenReceipt.verify(end, index: receipts.count, in: block).receipt == nil)
        let error = #expect(throws: EthereumStateError.self) {
            try ProvenReceipt.verify(Array(end.dropLast()), index: receipts.count, in: block)
        }
        #expect(error?.shortDescription == "receipt-proof")
    }
}

/// Receipts that a header's gas and bloom leave no doubt about.
@Suite(.enabled(if: VectorSet("eth_blocks").isPresent))
struct ReceiptVectorTests {
    @Test("a block with one transaction and no logs has the receipts root that its type, gas used and one of two outcomes make")
    func singleTransactions() throws {
        let vectors = VectorSet("eth_blocks")
        var count = 0
        for file in vectors.files() {
            guard case .array = try vectors.json(file) else { continue }
            for node in try vectors.node(file).array(max: 100_000) {
                guard let rlp = try node.optional("blockRlp"), try node["valid"].bool() else { continue }
                let block = try EthereumBlock(parsing: try rlp.hex0xBytes(), limits: .ethereum)
                guard block.body.transactions.count == 1, block.header.logsBloom.isEmpty else { continue }
                let forms: [Receipt.Form] = [.legacy, .accessList, .dynamicFee, .blob, .setCode]
                let form = forms.first { $0.type == block.body.transactions[0].first } ?? .legacy
                let roots = [true, false].map { isSuccess in
                    Receipt.root(of: [
                        Receipt(form: form, outcome: .status(isSuccess), cumulativeGasUsed: block.header.gasUsed, logs: [])
                    ])
                }
                let name = try node["name"].string()
                #expect(roots.contains(block.header.receiptsRoot), "\(name)")
                count += 1
            }
        }
        print("eth_blocks: \(count) receipts roots of single transactions found and recomputed")
        #expect(count > 0)
    }
}
