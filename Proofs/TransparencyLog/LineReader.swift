import Encoding

/// Takes a text apart line by line; every line ends in a newline.
struct LineReader {
    private let bytes: Bytes
    private(set) var offset: Int

    init(_ bytes: Bytes, from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset == bytes.count }

    /// What was not read yet.
    var rest: Bytes { Bytes(bytes[offset...]) }

    /// The next line without its newline, or nil when no whole line is left.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = bytes[offset...].firstIndex(of: NoteText.newline) else { return nil }
        defer { offset = end + 1 }
        return bytes[offset..<end]
    }
}
