import Encoding

/// Reads the little of DER that an ECDSA signature needs, and nothing that is not DER.
struct DERReader {
    private let bytes: Bytes
    private var offset = 0

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    /// A SEQUENCE that holds all the rest.
    mutating func openSequence() throws(SignatureError) {
        try expect(0x30, "a SEQUENCE")
        let start = offset
        guard try length() == bytes.count - offset else {
            throw .notDER(offset: start, expected: "a length that reaches the last byte")
        }
    }

    /// A positive INTEGER of at most 256 bits.
    mutating func scalar() throws(SignatureError) -> Scalar {
        try expect(0x02, "an INTEGER")
        let start = offset
        let count = try length()
        guard count >= 1, count <= bytes.count - offset else {
            throw .notDER(offset: start, expected: "the length of an INTEGER that fits the input")
        }
        let digits = bytes[offset..<offset + count]
        guard digits[offset] < 0x80 else { throw .notDER(offset: offset, expected: "a positive INTEGER") }
        if count > 1, digits[offset] == 0, digits[offset + 1] < 0x80 {
            throw .notDER(offset: offset, expected: "an INTEGER without needless leading zeroes")
        }
        let significant = digits.drop { $0 == 0 }
        guard significant.count <= Scalar.byteCount else {
            throw .notDER(offset: offset, expected: "an INTEGER of at most 256 bits")
        }
        offset += count
        let padded = Bytes(repeating: 0, count: Scalar.byteCount - significant.count) + significant
        return padded.withUnsafeBytes { Scalar(bigEndian: $0) }
    }

    func finish() throws(SignatureError) {
        guard offset == bytes.count else { throw .notDER(offset: offset, expected: "the end") }
    }

    /// A length below 128; nothing in a signature is longer, so DER demands the short form.
    private mutating func length() throws(SignatureError) -> Int {
        guard offset < bytes.count, bytes[offset] < 0x80 else {
            throw .notDER(offset: offset, expected: "a length of one byte below 128")
        }
        defer { offset += 1 }
        return Int(bytes[offset])
    }

    private mutating func expect(_ tag: UInt8, _ name: String) throws(SignatureError) {
        guard offset < bytes.count, bytes[offset] == tag else { throw .notDER(offset: offset, expected: name) }
        offset += 1
    }
}
