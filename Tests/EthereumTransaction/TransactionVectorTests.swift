import Encoding
import EthereumTransaction
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Published transactions", .enabled(if: VectorSet("eth_transactions").isPresent))
struct TransactionVectorTests {
    static let vectors = VectorSet("eth_transactions")
    static let published = vectors.files().filter { $0.hasPrefix("TransactionTests/") }
    static let signed = vectors.files().filter { !$0.contains("/") }

    @Test("the tests of the specification: hash, sender and gas, or the exception, at every fork since Homestead")
    func specification() throws {
        var (files, valid, invalid, forks) = (0, 0, 0, 0)
        for name in Self.published {
            for member in try Self.vectors.node(name).object().members {
                let run = try test(JSONNode(member.value, path: .member(.root, name)), name)
                if run.isValid { valid += 1 } else { invalid += 1 }
                forks += run.forks
            }
            files += 1
        }
        print("eth_transactions TransactionTests: \(files) files found and run, \(valid) valid, \(invalid) invalid at the latest fork, \(forks) verdicts")
        #expect(files == Self.published.count && valid + invalid >= files)
    }

    private func test(_ node: JSONNode, _ name: String) throws -> (isValid: Bool, forks: Int) {
        let bytes = try node["txbytes"].hex0xBytes()
        var (latest, forks): ((TransactionFork, Bool)?, Int) = (nil, 0)
        for result in try node["result"].object().members {
            guard let fork = Forks.named[result.key] else {
                // Frontier allowed a high s; nothing here verifies such a signature.
                #expect(result.key == "Frontier", "\(name): unknown fork \(result.key)")
                continue
            }
            let expected = JSONNode(result.value)
            let isValid = expected.value["exception"] == nil
            if isValid {
                try expectValid(bytes, at: fork, expected, name)
            } else {
                try expectException(bytes, at: fork, try expected["exception"].string(), name)
            }
            forks += 1
            if latest.map({ $0.0 <= fork }) ?? true { latest = (fork, isValid) }
        }
        return (try #require(latest).1, forks)
    }

    private func expectValid(_ bytes: Bytes, at fork: TransactionFork, _ expected: JSONNode, _ name: String) throws {
        let transaction = try SignedTransaction(parsing: bytes, at: fork)
        let sender = try transaction.verify(rules: TransactionRules(fork: fork, chainID: 1))
        #expect(sender.bytes == (try expected["sender"].hex0xBytes()), "\(name)")
        #expect(transaction.hash.bytes == (try expected["hash"].hex0xBytes()), "\(name)")
        let gas = try UInt64(expected["intrinsicGas"].string().dropFirst(2), radix: 16)
        #expect(transaction.intrinsicGas(at: fork) == gas, "\(name) at \(fork)")
    }

    private func expectException(_ bytes: Bytes, at fork: TransactionFork, _ exception: String, _ name: String) throws {
        do {
            _ = try SignedTransaction(parsing: bytes, at: fork).verify(rules: TransactionRules(fork: fork, chainID: 1))
            Issue.record("\(name) at \(fork): accepted, expected \(exception)")
        } catch {
            // Of a type that the fork does not know yet nothing is read; some tests name the fault that is behind.
            if case .typeBeforeItsFork(_, let since, fork) = error, since > fork { return }
            // A test of several faults names one of them; alternatives are separated by a bar.
            let isMet = exception.split(separator: "|").contains { Exceptions.isMet(String($0).replacing("TransactionException.", with: ""), by: error) }
            #expect(isMet, "\(name) at \(fork): \(exception): \(error.shortDescription): \(error)")
        }
    }

    @Test("transactions of a wallet library: every form is read, signs the published bytes and leads to the signer", arguments: signed)
    func library(_ name: String) throws {
        var (found, forms) = (0, 0)
        for entry in try Self.vectors.node(name).array(max: 100_000) {
            let from = try EthereumAddress(hex: try entry["from"].string())
            for form in ["Legacy", "Eip155", "Berlin", "London", "Cancun"] {
                let signed = try entry["signed" + form].string()
                guard !signed.isEmpty else { continue }
                let transaction = try SignedTransaction(parsing: Hex.decode0x(signed))
                let label = "\(try entry["name"].string()) \(form)"
                #expect(transaction.signingBytes == (try entry["unsigned" + form].hex0xBytes()), "\(label)")
                #expect(try transaction.sender() == from, "\(label)")
                let (r, s) = (try entry["signature" + form]["r"].string(), try entry["signature" + form]["s"].string())
                #expect(transaction.signature.r.bigEndianBytes == (try Hex.decode0x(r)), "\(label)")
                #expect(transaction.signature.s.bigEndianBytes == (try Hex.decode0x(s)), "\(label)")
                forms += 1
            }
            found += 1
        }
        print("eth_transactions \(name): \(found) found and run, \(forms) signed forms")
        #expect(forms >= found && found > 0)
    }
}

@Suite("Transactions of real blocks", .enabled(if: VectorSet("eth_blocks").isPresent))
struct BlockTransactionTests {
    static let vectors = VectorSet("eth_blocks")

    @Test("every transaction has the published hash and sender", arguments: vectors.files().filter { $0.hasPrefix("block_") && $0 != "block_rlp.json" })
    func block(_ name: String) throws {
        let block = try Self.vectors.node(name)
        let transactions = try block["transactions"].array(max: 10_000)
        let chainID: UInt256 = name.contains("sepolia") ? 11_155_111 : 1
        for entry in transactions {
            let transaction = try SignedTransaction(parsing: try entry["raw"].hex0xBytes())
            #expect(transaction.hash.bytes == (try entry["hash"].hex0xBytes()))
            let sender = try transaction.verify(rules: TransactionRules(fork: .cancun, chainID: chainID))
            #expect(sender.bytes == (try entry["from"].hex0xBytes()))
            #expect(try transaction.to?.bytes == entry.optionalOrNull("to")?.hex0xBytes())
            #expect("0x" + String(transaction.kind.rawValue, radix: 16) == (try entry["type"].string()))
        }
        print("eth_blocks \(name): \(transactions.count) transactions found and run")
        #expect(!transactions.isEmpty)
    }
}

/// The forks by the names of the specification's tests.
enum Forks {
    static let named: [String: TransactionFork] = [
        "Homestead": .homestead, "EIP150": .homestead, "EIP158": .spuriousDragon, "Byzantium": .spuriousDragon,
        "Constantinople": .spuriousDragon, "ConstantinopleFix": .spuriousDragon, "Istanbul": .istanbul, "Berlin": .berlin,
        "London": .london, "Paris": .london, "Merge": .london, "Shanghai": .shanghai, "Cancun": .cancun, "Prague": .prague,
    ]
}

/// The exceptions of the specification's tests, each with the errors that mean it.
enum Exceptions {
    static func isMet(_ exception: String, by error: EthereumTransactionError) -> Bool {
        switch exception {
        case "TYPE_NOT_SUPPORTED": isUnsupportedType(error)
        case "ADDRESS_TOO_SHORT": isSize(error, .to) { $0 < $1 }
        case "ADDRESS_TOO_LONG": isSize(error, .to) { $0 > $1 }
        case "RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_LONG": isSize(error, .accessListAddress) { $0 > $1 }
        case "RLP_INVALID_ACCESS_LIST_ADDRESS_TOO_SHORT": isSize(error, .accessListAddress) { $0 < $1 }
        case "RLP_INVALID_ACCESS_LIST_STORAGE_TOO_LONG": isSize(error, .storageKey) { $0 > $1 }
        case "RLP_INVALID_ACCESS_LIST_STORAGE_TOO_SHORT": isSize(error, .storageKey) { $0 < $1 }
        case "INTRINSIC_GAS_TOO_LOW": if case .intrinsicGasTooLow = error { true } else { false }
        case "INITCODE_SIZE_EXCEEDED": if case .initCodeTooLong = error { true } else { false }
        case "GASLIMIT_PRICE_PRODUCT_OVERFLOW": error == .gasCostOverflow
        case "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS", "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS_2":
            if case .priorityFeeAboveMaximum = error { true } else { false }
        case "GASPRICE_OVERFLOW": isTooLarge(error, .gasPrice, .maxFee)
        case "PRIORITY_OVERFLOW": isTooLarge(error, .maxPriorityFee)
        case "GASLIMIT_OVERFLOW": isTooLarge(error, .gasLimit)
        case "VALUE_OVERFLOW": isTooLarge(error, .value)
        case "NONCE_OVERFLOW", "NONCE_IS_MAX", "NONCE_TOO_BIG": error == .nonceExhausted || isTooLarge(error, .nonce)
        case "INVALID_CHAINID": isWrongChain(error)
        case "INVALID_SIGNATURE_VRS", "EC_RECOVERY_FAIL": isInvalidSignature(error)
        case "RLP_TOO_FEW_ELEMENTS": isFieldCount(error) { $0 < $1 }
        case "RLP_TOO_MANY_ELEMENTS": isFieldCount(error) { $0 > $1 }
        case "RLP_INVALID_HEADER": if case .unsupportedType(0x80...0xbf) = error { true } else { false }
        case "RLP_ERROR_EOF": isEnd(error)
        case "RLP_ERROR_SIZE": isRLP(error)
        case _ where exception.hasPrefix("RLP_LEADING_ZEROS_") && exception.hasSuffix("_SIZE"), "RLP_ERROR_SIZE_LEADING_ZEROS":
            if case .rlp(.notCanonical) = error { true } else { false }
        case _ where exception.hasPrefix("RLP_LEADING_ZEROS_"): isLeadingZero(error, fields[exception.dropFirst(18)])
        case _ where exception.hasPrefix("RLP_INVALID_"): isForm(error, fields[exception.dropFirst(12)])
        default: false
        }
    }

    private static let fields: [Substring: Set<TransactionField>] = [
        "NONCE": [.nonce], "GASLIMIT": [.gasLimit], "GASPRICE": [.gasPrice], "BASEFEE": [.maxFee], "PRIORITY_FEE": [.maxPriorityFee],
        "VALUE": [.value], "TO": [.to], "DATA": [.data], "V": [.v], "R": [.r], "S": [.s], "SIGNATURE_V": [.v], "SIGNATURE_R": [.r],
        "SIGNATURE_S": [.s], "CHAINID": [.chainID], "ACCESS_LIST": [.accessList, .accessListEntry, .accessListAddress, .storageKeys, .storageKey],
    ]

    private static func isUnsupportedType(_ error: EthereumTransactionError) -> Bool {
        switch error {
        case .unsupportedType, .typeBeforeItsFork: true
        default: false
        }
    }

    private static func isSize(_ error: EthereumTransactionError, _ field: TransactionField, _ relation: (Int, Int) -> Bool) -> Bool {
        if case .wrongSize(field, let expected, let got) = error { relation(got, expected) } else { false }
    }

    private static func isTooLarge(_ error: EthereumTransactionError, _ fields: TransactionField...) -> Bool {
        if case .tooLarge(let field, _, _) = error { fields.contains(field) } else { false }
    }

    private static func isFieldCount(_ error: EthereumTransactionError, _ relation: (Int, Int) -> Bool) -> Bool {
        if case .wrongFieldCount(_, let expected, let got) = error { relation(got, expected) } else { false }
    }

    private static func isWrongChain(_ error: EthereumTransactionError) -> Bool {
        switch error {
        case .wrongChain, .invalidV: true
        default: false
        }
    }

    private static func isInvalidSignature(_ error: EthereumTransactionError) -> Bool {
        switch error {
        case .invalidSignature, .invalidV, .replayProtectionBeforeItsFork: true
        default: isTooLarge(error, .r, .s)
        }
    }

    private static func isEnd(_ error: EthereumTransactionError) -> Bool {
        switch error {
        case .rlp(.truncated), .unsupportedType(0x80...0xbf): true
        default: false
        }
    }

    private static func isRLP(_ error: EthereumTransactionError) -> Bool {
        switch error {
        case .rlp(.truncated), .rlp(.trailing), .rlp(.tooLong): true
        default: false
        }
    }

    private static func isLeadingZero(_ error: EthereumTransactionError, _ fields: Set<TransactionField>?) -> Bool {
        if case .leadingZero(let field) = error { fields?.contains(field) == true } else { false }
    }

    /// A list where bytes must stand; when the bytes under the list's header are no items, the list cannot even be read.
    private static func isForm(_ error: EthereumTransactionError, _ fields: Set<TransactionField>?) -> Bool {
        switch error {
        case .wrongForm(let field, _): fields?.contains(field) == true
        case .rlp(.truncated): true
        default: false
        }
    }
}
