public import Encoding
import MerklePatricia
public import Signatures

/// A withdrawal from the beacon chain, as a block of the execution layer lists it. Source: EIP-4895.
public struct Withdrawal: Hashable, Sendable {
    public var index: UInt64
    public var validatorIndex: UInt64
    public var address: EthereumAddress
    /// Gwei, not wei.
    public var amount: UInt64

    public init(index: UInt64, validatorIndex: UInt64, address: EthereumAddress, amount: UInt64) {
        self.index = index
        self.validatorIndex = validatorIndex
        self.address = address
        self.amount = amount
    }

    public var rlpItem: RLPItem {
        .list([.integer(index), .integer(validatorIndex), .bytes(address.bytes), .integer(amount)])
    }

    /// - Parameter place: in the block, for the error.
    init(parsing item: RLPItem, at place: Int) throws(EthereumStateError) {
        do {
            let items = try item.items(count: 4)
            index = try items[0].uint64()
            validatorIndex = try items[1].uint64()
            address = try EthereumAddress(parsing: items[2])
            amount = try items[3].uint64()
        } catch {
            throw .malformedWithdrawal(index: place, error)
        }
    }

    /// Reads a withdrawal as JSON-RPC gives it.
    public init(parsing node: JSONNode) throws(EthereumStateError) {
        index = try RPCMember.uint64(node, "index")
        validatorIndex = try RPCMember.uint64(node, "validatorIndex")
        address = try RPCMember.address(node, "address")
        amount = try RPCMember.uint64(node, "amount")
    }

    /// What a header's `withdrawalsRoot` must be.
    public static func root(of withdrawals: [Withdrawal]) -> Digest {
        OrderedTrie.root(of: withdrawals.map { RLP.encode($0.rlpItem) })
    }
}

extension EthereumAddress {
    /// Reads 20 bytes.
    init(parsing item: RLPItem) throws(EncodingError) {
        let bytes = try item.byteString(count: Self.byteCount)
        // The only thing an address asks of its bytes is their number.
        do { try self.init(bytes: bytes) } catch { throw .wrongLength(.rlp, expected: Self.byteCount, got: bytes.count) }
    }
}
