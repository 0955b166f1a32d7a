import Encoding
import Quantities

/// Text that is written piece by piece into the same bytes, because an explanation has hundreds of rows of many pieces each.
struct RowText {
    private(set) var bytes: [UInt8] = []
    /// Whether all is printable ASCII: one column a byte.
    private var isPlain = true

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// What `write` writes.
    static func string(_ write: (inout RowText) -> Void) -> String {
        var row = RowText()
        row.bytes.reserveCapacity(ExplanationText.width)
        write(&row)
        return row.string
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        isPlain = true
    }

    mutating func append(_ words: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { text in
            bytes.append(contentsOf: text)
            var others: UInt8 = 0
            for byte in text { others |= byte &- 0x20 < 0x5f ? 0 : 1 }
            if others != 0 { isPlain = false }
        }
    }

    mutating func append(_ other: RowText) {
        bytes.append(contentsOf: other.bytes)
        isPlain = isPlain && other.isPlain
    }

    mutating func append(_ number: UInt64) { DecimalDigits.write(number, to: &bytes) }

    /// All digits.
    mutating func append(_ number: FixedPoint) { number.write(to: &bytes) }

    /// An identifier, cut where it is longer than so many columns.
    mutating func append(_ text: String, cutTo room: Int) {
        let start = bytes.count
        append(text: text)
        // A short one, which most are, is left as it is.
        if !isPlain || bytes.count - start > room { cut(from: start, to: room) }
    }

    mutating func append(spaces count: Int) {
        var rest = max(count, 0)
        while rest > 0 {
            let some = min(rest, Self.spaces.utf8CodeUnitCount)
            bytes.append(contentsOf: UnsafeBufferPointer(start: Self.spaces.utf8Start, count: some))
            rest -= some
        }
    }

    private static var spaces: StaticString { "                                                                " }

    /// The first digits of a digest.
    mutating func append(_ digest: Digest, bytes count: Int) {
        digest.withUnsafeBytes { digest in
            for byte in digest.prefix(count) {
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10 }

    /// A number with two places, rounded as named.
    mutating func append(_ number: FixedPoint, twoPlaces rounding: Rounding) {
        // 100 raw units times a number is its hundredths as a raw number, so it always fits.
        let hundredths = (try? number.multiplied(by: FixedPoint(raw: 100), rounding: rounding))?.raw ?? 0
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        if hundredths < 0 { append("-") }
        DecimalDigits.write(whole, to: &bytes)
        append(".")
        DecimalDigits.write(UInt64(truncatingIfNeeded: rest), places: 2, to: &bytes)
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
}

extension RowText {
    /// Leaves of what stands from `start` on at most `room` columns of one line.
    mutating func cut(from start: Int, to room: Int) {
        guard isPlain else {
            let text = ExplanationText.cut(String(decoding: bytes[start...], as: UTF8.self), to: room)
            return bytes.replaceSubrange(start..., with: text.utf8)
        }
        guard bytes.count - start > room else { return }
        let (head, tail) = ExplanationText.parts(of: room)
        bytes.replaceSubrange(start + head..<bytes.count - tail, with: repeatElement(UInt8(ascii: "."), count: 3))
    }

    /// How many columns are taken from `start` on.
    func columns(from start: Int) -> Int {
        isPlain ? bytes.count - start : String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.count
    }
}
