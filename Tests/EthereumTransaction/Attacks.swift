import Encoding
import EthereumTransaction
import Quantities
import Signatures

/// The threat model: every attack we thought of, made with a key of our own.
struct Attacks {
    let sender: EthereumAddress
    private(set) var all: [AttackVector] = []

    init() throws {
        sender = try TransactionMaker.sender()
        try addHonest()
        try addSignatures()
        try addForms()
        try addLists()
        try addRules()
    }

    private mutating func add(_ name: String, _ attack: String, _ expect: String, _ transaction: Bytes, at fork: TransactionFork = .prague) {
        all.append(AttackVector(name: name, attack: attack, expect: expect, fork: fork, sender: sender, transaction: transaction))
    }

    private mutating func addHonest() throws {
        for kind in TransactionKind.allCases {
            add("honest-\(kind)", "Nobody attacks: a \(kind) transaction.", "accepted", try TransactionMaker(kind).encoded())
        }
        add("honest-without-chain", "Nobody attacks: a legacy transaction for every chain.", "accepted", try TransactionMaker().with { $0.chainID = nil }.encoded(), at: .homestead)
        add("honest-creation", "Nobody attacks: a contract is created.", "accepted", try TransactionMaker(.dynamicFee).with { ($0.to, $0.data) = (.bytes([]), [0x60, 0]) }.encoded())
        let entry = RLPItem.list([.bytes(Bytes(repeating: 1, count: 20)), .list([.bytes(Bytes(repeating: 2, count: 32))])])
        add("honest-with-access-list", "Nobody attacks: an account and a slot are named.", "accepted", try TransactionMaker(.accessList).with { $0.accessList = .list([entry]) }.encoded())
    }

    private mutating func addSignatures() throws {
        let legacy = TransactionMaker(), typed = TransactionMaker(.dynamicFee)
        add("value-raised", "The value is raised after signing: another account would have signed this.", "accepted from another sender", try typed.replacing(6, by: .integer(1_001)))
        add("recipient-changed", "The recipient is changed after signing.", "accepted from another sender", try legacy.replacing(3, by: .bytes(Bytes(repeating: 0xb1, count: 20))))
        add("data-added", "A byte of data is added after signing.", "accepted from another sender", try typed.replacing(7, by: .bytes([1])))
        add("replayed-from-another-chain", "A transaction of chain 5 is brought to chain 1.", "wrong-chain", try legacy.with { $0.chainID = 5 }.encoded())
        add("typed-replayed-from-another-chain", "A typed transaction of chain 5 is brought to chain 1.", "wrong-chain", try typed.with { $0.chainID = 5 }.encoded())
        add("chain-renamed-in-v", "v is changed so that a transaction of chain 5 names chain 1.", "accepted from another sender", try legacy.with { $0.chainID = 5 }.replacing(-3, by: legacy.v(legacy.with { $0.chainID = 5 }.signature().parity)))
        add("protected-before-its-fork", "A chain id in v at a fork that does not know it.", "replay-protection-before-its-fork", try legacy.encoded(), at: .homestead)
        let items = try typed.items()
        guard case .bytes(let s) = items[items.count - 1], case .bytes(let r) = items[items.count - 2] else { return }
        let order = Bytes(repeating: 0xff, count: 15) + [0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41]
        let twin = try UInt256(bigEndian: order).subtracting(UInt256(minimalBigEndian: s)).minimalBigEndianBytes
        add("high-s", "s is replaced by n - s, which anybody can compute: the same transaction under another hash.", "invalid-signature", try typed.replacing(-1, by: .bytes(twin)))
        add("zero-r", "r is zero.", "invalid-signature", try typed.replacing(-2, by: .bytes([])))
        add("zero-s", "s is zero.", "invalid-signature", try typed.replacing(-1, by: .bytes([])))
        add("r-is-the-order", "r is the group order.", "invalid-signature", try typed.replacing(-2, by: .bytes(order)))
        add("r-too-long", "r has 33 bytes.", "too-large", try typed.replacing(-2, by: .bytes([1] + r)))
        add("v-29", "A legacy v without meaning.", "invalid-v", try legacy.replacing(-3, by: .integer(29)))
        add("v-34", "The last v before EIP-155.", "invalid-v", try legacy.replacing(-3, by: .integer(34)))
        add("typed-v-27", "The parity of a typed transaction spelt as in legacy ones.", "invalid-v", try typed.replacing(-3, by: .integer(27)))
        add("typed-v-2", "A parity of 2.", "invalid-v", try typed.replacing(-3, by: .integer(2)))
    }

    private mutating func addForms() throws {
        let legacy = TransactionMaker(), typed = TransactionMaker(.dynamicFee)
        let bytes = try legacy.encoded()
        add("empty", "No bytes at all.", "rlp", [])
        add("trailing-byte", "A byte follows the list.", "rlp", bytes + [0])
        add("cut-short", "The last byte is missing.", "rlp", Bytes(bytes.dropLast()))
        add("field-added", "A tenth field stands in the list.", "wrong-field-count", legacy.encoded(try legacy.items() + [.bytes([])]))
        add("field-left-out", "The signature's last number is missing.", "wrong-field-count", legacy.encoded(try legacy.items().dropLast()))
        add("nonce-with-leading-zero", "The nonce has a second spelling.", "leading-zero", try legacy.with { $0.nonce = .bytes([0, 7]) }.encoded())
        add("value-with-leading-zero", "The value has a second spelling.", "leading-zero", try typed.with { $0.value = .bytes([0]) }.encoded())
        add("nonce-of-nine-bytes", "The nonce takes more than 64 bits.", "too-large", try legacy.with { $0.nonce = .bytes(Bytes(repeating: 1, count: 9)) }.encoded())
        add("value-of-33-bytes", "The value takes more than 256 bits.", "too-large", try legacy.with { $0.value = .bytes(Bytes(repeating: 1, count: 33)) }.encoded())
        add("nonce-as-list", "A list stands where the nonce must.", "wrong-form", try legacy.with { $0.nonce = .list([]) }.encoded())
        add("recipient-of-19-bytes", "The recipient's address is a byte short.", "wrong-size", try legacy.with { $0.to = .bytes(Bytes(repeating: 1, count: 19)) }.encoded())
        add("recipient-of-32-bytes", "The recipient's address is padded to a word.", "wrong-size", try typed.with { $0.to = .bytes(Bytes(repeating: 0, count: 12) + Bytes(repeating: 1, count: 20)) }.encoded())
        add("wrapped-in-a-string", "The transaction is wrapped in an RLP string, as it stands in a list of a block.", "unsupported-type", RLP.encode(.bytes(try typed.encoded())))
        add("type-0", "A legacy transaction behind a type byte.", "unsupported-type", [0] + bytes)
        add("type-5", "A type that nobody defined.", "unsupported-type", [5] + bytes)
        add("type-of-another-kind", "An access-list transaction says it is of dynamic fees.", "wrong-field-count", [2] + Bytes(try TransactionMaker(.accessList).encoded().dropFirst()))
        add("type-without-a-list", "The type byte alone.", "rlp", [2])
        add("set-code-before-prague", "A set-code transaction at a fork that does not know it.", "type-before-its-fork", try TransactionMaker(.setCode).encoded(), at: .cancun)
        add("blobs-before-cancun", "A blob transaction at a fork that does not know it.", "type-before-its-fork", try TransactionMaker(.blob).encoded(), at: .shanghai)
    }

    private mutating func addLists() throws {
        let list = TransactionMaker(.accessList)
        func withEntry(_ items: [RLPItem]) throws -> Bytes { try list.with { $0.accessList = .list([.list(items)]) }.encoded() }
        let address = RLPItem.bytes(Bytes(repeating: 1, count: 20))
        add("access-list-as-bytes", "Bytes stand where the access list must.", "wrong-form", try list.with { $0.accessList = .bytes([]) }.encoded())
        add("access-list-short-key", "A storage key is a byte short.", "wrong-size", try withEntry([address, .list([.bytes(Bytes(repeating: 2, count: 31))])]))
        add("access-list-third-item", "An entry has a third item.", "wrong-form", try withEntry([address, .list([]), .list([])]))
        add("access-list-too-deep", "A list stands inside a list of storage keys.", "rlp", try withEntry([address, .list([.list([])])]))
        let setCode = TransactionMaker(.setCode)
        func withAuthorization(_ place: Int, _ item: RLPItem?) throws -> Bytes {
            guard case .list(var items) = TransactionMaker.authorization else { return [] }
            if let item { items[place] = item } else { items.remove(at: place) }
            return try setCode.with { $0.authorizations = [.list(items)] }.encoded()
        }
        add("authorization-left-out-field", "An authorization has five items.", "wrong-form", try withAuthorization(5, nil))
        add("authorization-large-parity", "An authorization's parity takes nine bits.", "invalid-v", try withAuthorization(3, .integer(256)))
        add("authorization-large-nonce", "An authorization's nonce takes 65 bits.", "too-large", try withAuthorization(2, .bytes([1] + Bytes(repeating: 0, count: 8))))
        add("authorization-short-address", "An authorization's address is a byte short.", "wrong-size", try withAuthorization(1, .bytes(Bytes(repeating: 1, count: 19))))
        add("set-code-without-authorization", "A set-code transaction without an authorization.", "no-authorizations", try setCode.with { $0.authorizations = [] }.encoded())
        add("set-code-creates", "A set-code transaction without a recipient.", "wrong-size", try setCode.with { $0.to = .bytes([]) }.encoded())
        let blob = TransactionMaker(.blob), hash: Bytes = [1] + Bytes(repeating: 3, count: 31)
        add("blob-creates", "A blob transaction without a recipient.", "wrong-size", try blob.with { $0.to = .bytes([]) }.encoded())
        add("blob-without-blobs", "A blob transaction without a blob.", "no-blobs", try blob.with { $0.blobHashes = [] }.encoded())
        add("blob-too-many", "Seven blobs where a block holds six.", "too-many-blobs", try blob.with { $0.blobHashes = [Bytes](repeating: hash, count: 7) }.encoded(), at: .cancun)
        add("blob-version", "A blob's hash of an unknown version.", "unsupported-blob-version", try blob.with { $0.blobHashes = [[2] + hash.dropFirst()] }.encoded())
        add("blob-short-hash", "A blob's hash is a byte short.", "wrong-size", try blob.with { $0.blobHashes = [Bytes(hash.dropLast())] }.encoded())
    }

    private mutating func addRules() throws {
        let typed = TransactionMaker(.dynamicFee)
        add("nonce-exhausted", "The nonce that EIP-2681 forbids.", "nonce-exhausted", try typed.with { $0.nonce = .integer(.max) }.encoded())
        add("priority-above-maximum", "The priority fee is above the maximum fee.", "priority-fee-above-maximum", try typed.with { $0.priority = .integer(30_000_000_001) }.encoded())
        add("gas-cost-overflow", "Gas limit times price passes 256 bits.", "gas-cost-overflow", try typed.with { $0.price = .bytes(Bytes(repeating: 0xff, count: 32)) }.encoded())
        add("gas-below-transfer", "One gas less than a transfer costs.", "intrinsic-gas-too-low", try typed.with { $0.gasLimit = .integer(20_999) }.encoded())
        let data = typed.with { ($0.data, $0.gasLimit) = (Bytes(repeating: 1, count: 100), .integer(24_999)) }
        add("gas-below-the-floor", "Enough before Prague, below the price of its data since (EIP-7623).", "intrinsic-gas-too-low", try data.encoded())
        add("gas-before-the-floor", "The same before Prague: nobody attacks.", "accepted", try data.encoded(), at: .cancun)
        let code = typed.with { ($0.to, $0.data, $0.gasLimit) = (.bytes([]), Bytes(repeating: 0, count: 49_153), .integer(30_000_000)) }
        add("creation-code-too-long", "One byte of creation code more than EIP-3860 allows.", "init-code-too-long", try code.encoded())
        add("authorizations-unpaid", "The gas limit leaves out what an authorization costs.", "intrinsic-gas-too-low", try TransactionMaker(.setCode).with { $0.gasLimit = .integer(45_999) }.encoded())
    }
}
