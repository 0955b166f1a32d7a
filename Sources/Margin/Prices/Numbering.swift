import Encoding

/// The rule of all numbered records: gapless from 1, and each names the digest of the one before.
enum Numbering {
    static func verify(record: String, number: UInt64, previous: Digest) throws(MarginError) {
        guard number >= 1 else { throw .outOfRange(field: "number of \(record)", expected: "at least 1", got: "0") }
        guard (number == 1) == (previous == .zero) else {
            throw .outOfRange(
                field: "previous digest of \(record) \(number)", expected: number == 1 ? "zero" : "not zero", got: "\(previous)")
        }
    }

    /// Throws unless the later record stands right upon the earlier.
    static func verify(
        record: String, number: UInt64, previous: Digest, after earlier: (number: UInt64, digest: Digest)
    ) throws(MarginError) {
        guard earlier.number < .max, number == earlier.number + 1 else {
            throw .outOfSequence(record: record, expected: earlier.number &+ 1, got: number)
        }
        guard previous == earlier.digest else {
            throw .brokenChain(record: record, expected: earlier.digest, got: previous)
        }
    }
}
