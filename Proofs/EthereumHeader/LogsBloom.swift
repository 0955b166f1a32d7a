public import Encoding
public import Signatures

/// The 2,048-bit filter in which a block or receipt marks the addresses and topics of its logs.
///
/// It never denies what is there: a negative answer is a proof of absence, a positive one only a perhaps.
/// Source: Ethereum yellow paper 4.3.1, equations for M3:2048.
public struct LogsBloom: Hashable, Sendable {
    public static let byteCount = 256
    /// The bloom of no logs.
    public static let empty = LogsBloom(filter: Bytes(repeating: 0, count: byteCount))

    /// 256 bytes; bit 0 of the filter is the least significant bit of the last byte.
    public private(set) var bytes: Bytes

    private init(filter: Bytes) { bytes = filter }

    /// - Throws: `wrongSize` unless there are 256 bytes.
    public init(_ bytes: Bytes) throws(EthereumHeaderError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongSize(field: "logsBloom", expected: Self.byteCount, got: bytes.count)
        }
        self.bytes = bytes
    }

    /// The three bits of one address or topic; compute once, ask many blooms.
    public struct Bits: Hashable, Sendable {
        let first: Int
        let second: Int
        let third: Int

        /// - Parameter item: the 20 bytes of an address or the 32 of a topic.
        public init(_ item: Bytes) {
            let hash = Keccak256.hash(item).bytes
            func bit(_ at: Int) -> Int { (Int(hash[at]) << 8 | Int(hash[at + 1])) & 2_047 }
            (first, second, third) = (bit(0), bit(2), bit(4))
        }

        public init(_ address: EthereumAddress) { self.init(address.bytes) }
        public init(_ topic: Digest) { self.init(topic.bytes) }
    }

    public func mayContain(_ bits: Bits) -> Bool {
        isSet(bits.first) && isSet(bits.second) && isSet(bits.third)
    }

    public mutating func insert(_ bits: Bits) {
        set(bits.first)
        set(bits.second)
        set(bits.third)
    }

    /// Marks one log: its address and every topic.
    public mutating func insert(address: EthereumAddress, topics: [Digest]) {
        insert(Bits(address))
        for topic in topics { insert(Bits(topic)) }
    }

    /// Everything that either bloom marks: a block's bloom is the union of its receipts'.
    public mutating func formUnion(_ other: LogsBloom) {
        for index in bytes.indices { bytes[index] |= other.bytes[index] }
    }

    public func union(_ other: LogsBloom) -> LogsBloom {
        var result = self
        result.formUnion(other)
        return result
    }

    public var isEmpty: Bool { bytes.allSatisfy { $0 == 0 } }

    private func isSet(_ bit: Int) -> Bool {
        bytes[Self.byteCount - 1 - bit / 8] & 1 << (bit % 8) != 0
    }

    private mutating func set(_ bit: Int) {
        bytes[Self.byteCount - 1 - bit / 8] |= 1 << (bit % 8)
    }
}
