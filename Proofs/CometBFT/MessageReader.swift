import CommitmentProofs
import Encoding

/// The strict protobuf reader of `CommitmentProofs`, with this module's errors and the scalar types of CometBFT's messages.
struct MessageReader {
    struct Field {
        let number: UInt64
        fileprivate let place: ProtobufReader.Field
    }

    private var reader: ProtobufReader

    init(_ bytes: Bytes, message: String, maximumBytes: Int) throws(CometBFTError) {
        guard bytes.count <= maximumBytes else { throw .tooLarge(maximum: maximumBytes, got: bytes.count) }
        reader = ProtobufReader(bytes, message: message)
    }

    private init(_ reader: ProtobufReader) {
        self.reader = reader
    }

    /// The next field; nil at the end of the message.
    ///
    /// - Parameter repeated: the field that may stand there several times, if any.
    mutating func next(repeated: UInt64? = nil, or other: UInt64? = nil) throws(CometBFTError) -> Field? {
        do {
            return try reader.nextField(repeated: repeated, or: other).map { Field(number: $0.number, place: $0) }
        } catch {
            throw CometBFTError(reading: error)
        }
    }

    mutating func number(_ field: Field) throws(CometBFTError) -> UInt64 {
        do { return try reader.number(field.place) } catch { throw CometBFTError(reading: error) }
    }

    /// An `int64` or `int32` that is not negative.
    mutating func number(_ field: Field, atMost maximum: UInt64) throws(CometBFTError) -> UInt64 {
        let value = try number(field)
        guard value <= maximum else {
            throw .malformed("field \(field.number) of \(reader.message)", expected: "at most \(maximum)", got: "\(value)")
        }
        return value
    }

    mutating func flag(_ field: Field) throws(CometBFTError) -> Bool {
        try number(field, atMost: 1) == 1
    }

    mutating func data(_ field: Field) throws(CometBFTError) -> Bytes {
        do { return try reader.data(field.place) } catch { throw CometBFTError(reading: error) }
    }

    mutating func digest(_ field: Field) throws(CometBFTError) -> Digest {
        let bytes = try data(field)
        guard let digest = try? Digest(bytes) else {
            throw .malformed("field \(field.number) of \(reader.message)", expected: "\(Digest.byteCount) bytes", got: "\(bytes.count) bytes")
        }
        return digest
    }

    mutating func text(_ field: Field) throws(CometBFTError) -> String {
        guard let text = String(validating: try data(field), as: UTF8.self) else {
            throw .malformed("field \(field.number) of \(reader.message)", expected: "UTF-8 text", got: "other bytes")
        }
        return text
    }

    mutating func message(_ field: Field, _ name: String) throws(CometBFTError) -> MessageReader {
        do { return MessageReader(try reader.embedded(field.place, message: name)) } catch { throw CometBFTError(reading: error) }
    }

    func unknown(_ field: Field) -> CometBFTError {
        CometBFTError(reading: reader.unknown(field.place))
    }

    func missing(_ name: String) -> CometBFTError {
        CometBFTError(reading: reader.missing(name))
    }
}

extension CometBFTError {
    fileprivate init(reading error: CommitmentProofError) {
        if case .malformed(let offset, let rule) = error {
            self = .protobuf(offset: offset, rule: rule)
        } else {
            self = .proof(error)
        }
    }
}
