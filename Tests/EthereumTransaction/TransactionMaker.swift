import Encoding
import EthereumTransaction
import Quantities
import Signatures

/// Makes transactions of every type, signed with a key of the tests; any item can be replaced before or after signing.
struct TransactionMaker {
    var kind = TransactionKind.legacy
    /// Nil for a legacy transaction without EIP-155.
    var chainID: UInt64? = 1
    var nonce: RLPItem = .integer(7)
    var price: RLPItem = .integer(30_000_000_000)
    var priority: RLPItem = .integer(1_000_000_000)
    var gasLimit: RLPItem = .integer(100_000)
    var to: RLPItem = .bytes(Bytes(repeating: 0xb0, count: 20))
    var value: RLPItem = .integer(1_000)
    var data: Bytes = []
    var accessList: RLPItem = .list([])
    var blobHashes: [Bytes] = [[1] + Bytes(repeating: 0xbb, count: 31)]
    var authorizations: [RLPItem] = [Self.authorization]

    static let key = Result { try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 0x11, count: 32)) }
    static let authorization = RLPItem.list([
        .integer(1), .bytes(Bytes(repeating: 0xcc, count: 20)), .integer(0), .integer(0), .integer(1), .integer(1),
    ])

    init(_ kind: TransactionKind = .legacy) {
        self.kind = kind
    }

    func with(_ change: (inout TransactionMaker) -> Void) -> TransactionMaker {
        var copy = self
        change(&copy)
        return copy
    }

    static func sender() throws -> EthereumAddress { try EthereumAddress(publicKey: key.get().publicKey) }

    /// The items before the signature.
    var unsigned: [RLPItem] {
        let body: [RLPItem] = [gasLimit, to, value, .bytes(data)]
        let chain = RLPItem.integer(chainID ?? 0)
        return switch kind {
        case .legacy: [nonce, price] + body
        case .accessList: [chain, nonce, price] + body + [accessList]
        case .dynamicFee: [chain, nonce, priority, price] + body + [accessList]
        case .blob: [chain, nonce, priority, price] + body + [accessList, .integer(1), .list(blobHashes.map { .bytes($0) })]
        case .setCode: [chain, nonce, priority, price] + body + [accessList, .list(authorizations)]
        }
    }

    /// v, r and s over the unsigned items.
    func signature() throws -> (parity: UInt8, r: Bytes, s: Bytes) {
        let bound: [RLPItem] = kind == .legacy && chainID != nil ? [.integer(chainID ?? 0), .bytes([]), .bytes([])] : []
        let bytes = (kind == .legacy ? [] : [kind.rawValue]) + RLP.encode(.list(unsigned + bound))
        let digest = Keccak256.hash(bytes)
        let signature = try Self.key.get().sign(digest)
        let sender = try Self.sender()
        let parity: UInt8 = try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: 0) == sender ? 0 : 1
        return (parity, Bytes(signature.bytes.prefix(32)), Bytes(signature.bytes.suffix(32)))
    }

    /// v as this type spells it.
    func v(_ parity: UInt8) -> RLPItem {
        guard kind == .legacy else { return .integer(UInt64(parity)) }
        return .integer(chainID.map { 35 + 2 * $0 + UInt64(parity) } ?? 27 + UInt64(parity))
    }

    /// All items, signed.
    func items() throws -> [RLPItem] {
        let signature = try signature()
        return unsigned + [v(signature.parity), .integer(bigEndian: signature.r), .integer(bigEndian: signature.s)]
    }

    func encoded() throws -> Bytes { encoded(try items()) }

    func encoded(_ items: [RLPItem]) -> Bytes { (kind == .legacy ? [] : [kind.rawValue]) + RLP.encode(.list(items)) }

    /// Signed, and then one item replaced; negative places count from the end.
    func replacing(_ place: Int, by item: RLPItem) throws -> Bytes {
        var items = try items()
        items[place < 0 ? items.count + place : place] = item
        return encoded(items)
    }
}
