import Encoding
import Quantities

/// Text that is written piece by piece into the same bytes, because an explanation has hundreds of rows of many pieces each.
struct RowText {
    /// Of which the first `count` are written.
    private var storage: [UInt8]
    private(set) var count = 0
    /// Whether all since the last `begin` is printable ASCII: one column a byte.
    private var isPlain = true

    init(capacity: Int) { storage = [UInt8](repeating: 0, count: capacity) }

    var string: String { String(decoding: storage[..<count], as: UTF8.self) }

    /// What `write` writes.
    static func string(_ write: (inout RowText) -> Void) -> String {
        var row = RowText(capacity: ExplanationText.width)
        write(&row)
        return row.string
    }

    /// Begins a row at the end of what is written.
    mutating func begin() { isPlain = true }

    mutating func append(_ words: StaticString) { append(UnsafeRawBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount)) }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { text in
            append(UnsafeRawBufferPointer(text))
            var others: UInt8 = 0
            for byte in text { others |= byte &- 0x20 < 0x5f ? 0 : 1 }
            if others != 0 { isPlain = false }
        }
    }

    mutating func append(_ number: UInt64) {
        let digits = DecimalDigits.count(of: number)
        append(places: digits) { DecimalDigits.write(number, into: $0) }
    }

    /// All digits.
    mutating func append(_ number: FixedPoint) {
        makeRoom(for: FixedPoint.longestText)
        let start = count
        count += storage.withUnsafeMutableBufferPointer { number.write(into: UnsafeMutableBufferPointer(rebasing: $0[start...])) }
    }

    /// An identifier, cut where it is longer than so many columns.
    mutating func append(_ text: String, cutTo room: Int) {
        let start = count
        append(text: text)
        // A short one, which most are, is left as it is.
        if !isPlain || count - start > room { cut(from: start, to: room) }
    }

    mutating func append(spaces count: Int) { append(UInt8(ascii: " "), times: max(count, 0)) }

    mutating func append(_ byte: UInt8, times: Int = 1) {
        append(places: times) { $0.update(repeating: byte) }
    }

    /// The first digits of a digest.
    mutating func append(_ digest: Digest, bytes count: Int) {
        digest.withUnsafeBytes { digest in
            append(places: 2 * count) { text in
                for index in 0..<count {
                    text[2 * index] = Self.digit(digest[index] >> 4)
                    text[2 * index + 1] = Self.digit(digest[index] & 15)
                }
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10 }

    mutating func append(_ amount: AmountText) {
        append(places: amount.width) { amount.write(into: $0) }
    }

    /// A share as a percentage with all its digits: 0.15 is `15 %`.
    mutating func append(percent share: FixedPoint) {
        guard let hundredfold = try? share.multiplied(by: 100, rounding: .towardZero) else { return append(share) }
        append(hundredfold)
        append(" %")
    }

    /// Milliseconds as people say them.
    mutating func append(_ span: TimeSpan) {
        let (count, unit) = span.inItsUnit
        append(count)
        append(unit)
    }

    /// Writes again what stands in `range`.
    mutating func append(copyOf range: Range<Int>) {
        makeRoom(for: range.count)
        let start = count
        storage.withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
        count += range.count
    }
}

extension RowText {
    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        makeRoom(for: bytes.count)
        let start = count
        storage.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[start...]).copyMemory(from: bytes) }
        count += bytes.count
    }

    /// Printable ASCII, written in place.
    @inline(__always)
    private mutating func append(places: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        makeRoom(for: places)
        let start = count
        storage.withUnsafeMutableBufferPointer { write(UnsafeMutableBufferPointer(rebasing: $0[start..<start + places])) }
        count += places
    }

    @inline(__always)
    private mutating func makeRoom(for more: Int) {
        if storage.count - count < more { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        storage.append(contentsOf: repeatElement(0, count: max(more, storage.count)))
    }
}

extension RowText {
    /// Leaves of what stands from `start` on at most `room` columns of one line.
    mutating func cut(from start: Int, to room: Int) {
        guard isPlain else {
            let text = ExplanationText.cut(String(decoding: storage[start..<count], as: UTF8.self), to: room)
            count = start
            return append(text: text)
        }
        guard count - start > room else { return }
        let (head, tail) = ExplanationText.parts(of: room)
        let (dots, rest) = (start + head, count - tail)
        count = dots
        append("...")
        append(copyOf: rest..<rest + tail)
    }

    /// How many columns are taken from `start` on.
    func columns(from start: Int) -> Int {
        isPlain ? count - start : String(decoding: storage[start..<count], as: UTF8.self).unicodeScalars.count
    }
}
