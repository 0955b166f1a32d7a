public import CollateralState
public import Encoding
public import Signatures

/// A key that governs, and how much it counts.
public struct Governor: Hashable, Sendable {
    public let key: PublicKey
    public let weight: UInt32

    public var id: KeyID { key.id }

    /// - Throws: `outOfRange` for a weight of zero.
    public init(key: PublicKey, weight: UInt32) throws(GovernanceError) {
        guard weight >= 1 else { throw .outOfRange(field: "governor weight", expected: "at least 1", got: "0") }
        self.key = key
        self.weight = weight
    }
}

/// How long a proposal has to lie open before it takes effect; milliseconds.
public struct NoticeRules: Hashable, Sendable {
    /// For what loosens anything, and for a change of who governs.
    public let full: UInt64
    /// For what only tightens: danger does not wait.
    public let tightening: UInt64

    /// - Throws: `outOfRange` when tightening would need the longer notice.
    public init(full: UInt64, tightening: UInt64) throws(GovernanceError) {
        guard tightening <= full else {
            throw .outOfRange(field: "notice of what tightens", expected: "at most the full notice, \(full) ms", got: "\(tightening) ms")
        }
        self.full = full
        self.tightening = tightening
    }
}

/// Who decides the parameters of a network from one moment on, the weight that decides, and the notice that everybody else gets.
///
/// Bytes: u8 version = 1, u16 length and network, u32 number, u64 valid from (ms), u64 threshold, u64 full notice (ms),
/// u64 notice of what tightens (ms), u16 count, then each governor ascending by key id: u8 scheme, u16 length and raw key, u32 weight.
public struct GovernanceSet: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumGovernors = 64
    /// The head with the longest name, and governors with the longest keys.
    public static let maximumBytes = 1 + 2 + 32 + 4 + 4 * 8 + 2 + maximumGovernors * (1 + 2 + 64 + 4)

    public let network: NetworkName
    /// 0 for the genesis set, then gapless.
    public let number: UInt32
    /// 0 for the genesis set.
    public let validFrom: Timestamp
    public let threshold: UInt64
    public let notice: NoticeRules
    /// Ascending by key id.
    public let governors: [Governor]
    public let totalWeight: UInt64
    public let encoded: Bytes
    /// SHA-256("plimsoll/governance-set/v1" 0x00 || bytes).
    public let digest: Digest

    /// - Parameter governors: in any order.
    /// - Throws: `outOfRange` unless there are 1 to 64 governors, the threshold is more than half and at most all of the weight, and only
    ///   the genesis set is valid from 0; `notAscending` when a key appears twice.
    public init(
        network: NetworkName, number: UInt32, validFrom: Timestamp, threshold: UInt64, notice: NoticeRules, governors: [Governor]
    ) throws(GovernanceError) {
        let sorted = governors.sorted { $0.id < $1.id }
        guard (1...Self.maximumGovernors).contains(sorted.count) else {
            throw .outOfRange(field: "governors of a set", expected: "1 to \(Self.maximumGovernors)", got: "\(sorted.count)")
        }
        for index in sorted.indices.dropFirst() where sorted[index - 1].id == sorted[index].id {
            throw .notAscending(record: "governor", index: index)
        }
        let total = sorted.reduce(UInt64(0)) { $0 + UInt64($1.weight) }
        guard threshold <= total, threshold > total / 2 else {
            throw .outOfRange(field: "threshold", expected: "more than half of \(total) and at most \(total)", got: "\(threshold)")
        }
        guard (number == 0) == (validFrom.milliseconds == 0) else {
            throw .outOfRange(field: "start of governance set \(number)", expected: number == 0 ? "0" : "more than 0", got: "\(validFrom)")
        }
        self.network = network
        self.number = number
        self.validFrom = validFrom
        self.threshold = threshold
        self.notice = notice
        self.governors = sorted
        totalWeight = total
        encoded = try Self.encode(network, number, validFrom, threshold, notice, sorted)
        digest = SHA256.hash(tag: .governanceSet, encoded)
    }

    public subscript(id: KeyID) -> Governor? { governors.first { $0.id == id } }

    private static func encode(
        _ network: NetworkName, _ number: UInt32, _ validFrom: Timestamp, _ threshold: UInt64, _ notice: NoticeRules, _ governors: [Governor]
    ) throws(GovernanceError) -> Bytes {
        var writer = BinaryWriter(reserving: 96 + governors.count * 40)
        writer.u8(version)
        try decoding { () throws(EncodingError) in try writer.field16(network.bytes) }
        writer.u32(number)
        writer.u64(validFrom.milliseconds)
        writer.u64(threshold)
        writer.u64(notice.full)
        writer.u64(notice.tightening)
        writer.u16(UInt16(truncatingIfNeeded: governors.count))  // At most 64, verified before.
        for governor in governors {
            writer.u8(governor.key.scheme.rawValue)
            try decoding { () throws(EncodingError) in try writer.field16(governor.key.raw) }
            writer.u32(governor.weight)
        }
        return writer.bytes
    }

    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
