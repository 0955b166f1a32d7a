package import Encoding

/// Writes one protobuf message in its canonical form: default values are left out, the caller writes fields in ascending order.
package struct ProtobufWriter {
    package private(set) var bytes: Bytes = []

    package init() {}

    package mutating func number(_ field: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        bytes += Self.varint(field << 3)
        bytes += Self.varint(value)
    }

    /// A number of eight bytes, least significant first.
    package mutating func fixed64(_ field: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        bytes += Self.varint(field << 3 | 1)
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    package mutating func data(_ field: UInt64, _ value: Bytes) {
        if !value.isEmpty { embedded(field, value) }
    }

    /// An embedded message, which is written even when it is empty.
    package mutating func embedded(_ field: UInt64, _ message: Bytes) {
        bytes += Self.varint(field << 3 | 2)
        bytes += Self.varint(UInt64(message.count))
        bytes += message
    }

    package static func varint(_ value: UInt64) -> Bytes {
        var bytes: Bytes = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
        return bytes
    }
}
