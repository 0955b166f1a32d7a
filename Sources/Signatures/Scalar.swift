/// A 256-bit unsigned integer, just enough of one to keep the halves of an ECDSA signature in range.
struct Scalar: Hashable, Sendable {
    private let word3: UInt64
    private let word2: UInt64
    private let word1: UInt64
    private let word0: UInt64

    static let byteCount = 32
    static let zero = Scalar(0, 0, 0, 0)

    /// - Parameter word3: the most significant.
    init(_ word3: UInt64, _ word2: UInt64, _ word1: UInt64, _ word0: UInt64) {
        self.word3 = word3
        self.word2 = word2
        self.word1 = word1
        self.word0 = word0
    }

    /// - Parameter bytes: at least 32; the first 32 are read as one big-endian number.
    init(bigEndian bytes: UnsafeRawBufferPointer) {
        func word(_ offset: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        self.init(word(0), word(8), word(16), word(24))
    }

    var bigEndianBytes: [UInt8] {
        [word3, word2, word1, word0].flatMap { word in withUnsafeBytes(of: word.bigEndian, Array.init) }
    }

    /// This number divided by two, rounded down.
    var half: Scalar {
        Scalar(word3 >> 1, word3 << 63 | word2 >> 1, word2 << 63 | word1 >> 1, word1 << 63 | word0 >> 1)
    }

    /// - Parameter other: not greater than this number.
    func subtracting(_ other: Scalar) -> Scalar {
        let (difference0, borrow0) = Self.subtract(word0, other.word0, borrow: false)
        let (difference1, borrow1) = Self.subtract(word1, other.word1, borrow: borrow0)
        let (difference2, borrow2) = Self.subtract(word2, other.word2, borrow: borrow1)
        let (difference3, _) = Self.subtract(word3, other.word3, borrow: borrow2)
        return Scalar(difference3, difference2, difference1, difference0)
    }

    private static func subtract(_ left: UInt64, _ right: UInt64, borrow: Bool) -> (UInt64, Bool) {
        let (partial, first) = left.subtractingReportingOverflow(right)
        let (difference, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
        return (difference, first || second)
    }
}

extension Scalar: Comparable {
    static func < (left: Scalar, right: Scalar) -> Bool {
        (left.word3, left.word2, left.word1, left.word0) < (right.word3, right.word2, right.word1, right.word0)
    }
}
