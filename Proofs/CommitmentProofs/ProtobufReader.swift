package import Encoding

/// Reads one protobuf message strictly: fields ascending, varints minimal, no default value spelled out, nothing unknown.
///
/// So a message has exactly one spelling, the one that every proto3 encoder we know of writes. Source: protobuf.dev, "Encoding".
package struct ProtobufReader {
    /// Its name, for errors.
    package let message: String
    private let bytes: Bytes
    private var offset: Int
    private let end: Int
    private var lastField: UInt64 = 0

    package init(_ bytes: Bytes, message: String) {
        self.init(bytes, bytes.indices, message: message)
    }

    private init(_ bytes: Bytes, _ range: Range<Int>, message: String) {
        self.message = message
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// A length-delimited field's place in the bytes.
    package struct Field {
        package let number: UInt64
        package let wireType: UInt64
        package let offset: Int
    }

    /// The next field's number and type; nil at the end of the message.
    ///
    /// - Parameters:
    ///   - repeated: the field that may stand there several times, if any.
    ///   - other: another one.
    package mutating func nextField(repeated: UInt64? = nil, or other: UInt64? = nil) throws(CommitmentProofError) -> Field? {
        guard offset < end else { return nil }
        let start = offset
        let tag = try varint()
        let field = Field(number: tag >> 3, wireType: tag & 7, offset: start)
        guard field.number > lastField || (field.number == lastField && (lastField == repeated || lastField == other)) else {
            throw malformed(start, "field \(field.number) of \(message) must come before field \(lastField), once")
        }
        lastField = field.number
        return field
    }

    /// The value of a numeric field, which is not zero.
    package mutating func number(_ field: Field) throws(CommitmentProofError) -> UInt64 {
        guard field.wireType == 0 else { throw wrongType(field) }
        let value = try varint()
        guard value != 0 else { throw malformed(field.offset, "field \(field.number) of \(message) spells out its default 0") }
        return value
    }

    /// The value of a byte string field, which is not empty.
    package mutating func data(_ field: Field) throws(CommitmentProofError) -> Bytes {
        let range = try delimited(field)
        guard !range.isEmpty else { throw malformed(field.offset, "field \(field.number) of \(message) spells out its default, empty") }
        return Bytes(bytes[range])
    }

    /// A reader of an embedded message, which may be empty.
    package mutating func embedded(_ field: Field, message: String) throws(CommitmentProofError) -> ProtobufReader {
        ProtobufReader(bytes, try delimited(field), message: message)
    }

    /// The values of a packed list of numbers, which is not empty.
    package mutating func packedNumbers(_ field: Field, maximum: Int) throws(CommitmentProofError) -> [UInt64] {
        let range = try delimited(field)
        guard !range.isEmpty else { throw malformed(field.offset, "field \(field.number) of \(message) spells out its default, empty") }
        var list = ProtobufReader(bytes, range, message: message)
        var numbers: [UInt64] = []
        while list.offset < list.end {
            guard numbers.count < maximum else {
                throw malformed(field.offset, "field \(field.number) of \(message) has more than \(maximum) numbers")
            }
            numbers.append(try list.varint())
        }
        return numbers
    }

    package func unknown(_ field: Field) -> CommitmentProofError {
        malformed(field.offset, "\(message) has no field \(field.number)")
    }

    package func missing(_ name: String) -> CommitmentProofError {
        malformed(end, "\(message) has no \(name)")
    }

    private mutating func delimited(_ field: Field) throws(CommitmentProofError) -> Range<Int> {
        guard field.wireType == 2 else { throw wrongType(field) }
        let start = offset
        let length = try varint()
        guard length <= UInt64(end - offset) else {
            throw malformed(start, "field \(field.number) of \(message) has \(length) bytes, \(end - offset) are left")
        }
        defer { offset += Int(length) }
        return offset..<offset + Int(length)
    }

    /// A base-128 number of at most 64 bits, least significant group first, without a superfluous last group.
    private mutating func varint() throws(CommitmentProofError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard offset < end else { throw malformed(start, "a number of \(message) ends too early") }
            let byte = bytes[offset]
            offset += 1
            let group = UInt64(byte & 0x7f)
            guard (group << shift) >> shift == group else { throw malformed(start, "a number of \(message) has more than 64 bits") }
            value |= group << shift
            guard byte & 0x80 == 0 else { continue }
            guard byte != 0 || shift == 0 else { throw malformed(start, "a number of \(message) is not in its shortest form") }
            return value
        }
        throw malformed(start, "a number of \(message) has more than 64 bits")
    }

    private func wrongType(_ field: Field) -> CommitmentProofError {
        malformed(field.offset, "field \(field.number) of \(message) has the wrong wire type \(field.wireType)")
    }

    private func malformed(_ offset: Int, _ rule: String) -> CommitmentProofError {
        .malformed(offset: offset, rule: rule)
    }
}
