import Encoding

/// The name of a key in signed notes, by convention a URL without scheme: not empty, no white space, no plus sign.
///
/// Names are the same when their bytes are: no Unicode normalisation makes one of two.
/// Source: C2SP signed-note, "Format".
public struct NoteKeyName: Sendable {
    /// The most bytes a name may have here; the specification sets no bound.
    public static let maximumByteCount = 255

    public let text: String

    /// - Throws: `TransparencyLogError.malformedKeyName`.
    public init(_ text: String) throws(TransparencyLogError) {
        let isAllowed = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
        guard isAllowed, (1...Self.maximumByteCount).contains(text.utf8.count) else {
            throw .malformedKeyName(got: NoteText.shortened(text))
        }
        self.text = text
    }
}

extension NoteKeyName: Hashable {
    public static func == (left: NoteKeyName, right: NoteKeyName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    public func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

extension NoteKeyName: CustomStringConvertible {
    public var description: String { text }
}
