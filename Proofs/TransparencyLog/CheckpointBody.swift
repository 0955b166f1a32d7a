public import Encoding

/// What a log says about itself: its name, how many leaves it has, and their root. The text of a checkpoint, taken apart, not verified.
///
/// Lines: origin, tree size in decimal, root hash in base 64, then whatever the log wants to add.
/// Source: C2SP tlog-checkpoint, "Note text".
public struct CheckpointBody: Sendable {
    /// The most bytes of an origin.
    public static let maximumOriginByteCount = 512
    /// The most extension lines; one or none is usual.
    public static let maximumExtensionCount = 64

    public let origin: LogOrigin
    public let size: UInt64
    /// As it stands in the text: logs with other hashes than SHA-256 have other lengths.
    public let rootHash: Bytes
    /// What follows the three lines. Nobody audits it. Older logs add what is not lines; see `extensionLines`.
    public let rest: Bytes
    /// The text, with its final newline.
    public let encoded: Bytes

    public init(origin: LogOrigin, size: UInt64, root: Digest) {
        self.origin = origin
        self.size = size
        rootHash = root.bytes
        rest = []
        encoded = Bytes("\(origin)\n\(size)\n\(Base64.encode(rootHash))\n".utf8)
    }

    /// - Throws: `TransparencyLogError.noteTooLong`, `.controlCharacter`, `.notUTF8`, `.missingCheckpointLine`, `.malformedOrigin`,
    ///   `.malformedNumber` or `.malformedBase64`. A line counts only with its newline.
    public init(parsing text: Bytes) throws(TransparencyLogError) {
        guard text.count <= SignedNote.maximumByteCount else {
            throw .noteTooLong(maximum: SignedNote.maximumByteCount, got: text.count)
        }
        try NoteText.verify(text)
        var lines = LineReader(text)
        origin = try LogOrigin(NoteText.string(try Self.line(&lines, .origin)))
        size = try NoteText.number(try Self.line(&lines, .treeSize), .treeSize)
        rootHash = try NoteText.base64(try Self.line(&lines, .rootHash), .root)
        guard !rootHash.isEmpty else { throw .missingCheckpointLine(.rootHash) }
        rest = lines.rest
        encoded = text
    }

    private static func line(_ lines: inout LineReader, _ which: CheckpointLine) throws(TransparencyLogError) -> ArraySlice<UInt8> {
        guard let line = lines.next() else { throw .missingCheckpointLine(which) }
        return line
    }

    /// What follows, as the lines it has to be in a checkpoint that is verified; without their newlines.
    ///
    /// - Throws: `TransparencyLogError.emptyExtensionLine`, `.tooManyExtensionLines` or `.missingFinalNewline`.
    public func extensionLines() throws(TransparencyLogError) -> [String] {
        guard rest.isEmpty || rest.last == NoteText.newline else { throw .missingFinalNewline }
        var lines = LineReader(rest)
        var found: [String] = []
        while let line = lines.next() {
            guard !line.isEmpty else { throw .emptyExtensionLine(number: found.count + 1) }
            guard found.count < Self.maximumExtensionCount else { throw .tooManyExtensionLines(maximum: Self.maximumExtensionCount) }
            found.append(NoteText.string(line))
        }
        return found
    }

    /// The root of a log that hashes with SHA-256, as RFC 9162 does.
    ///
    /// - Throws: `TransparencyLogError.wrongHashLength`.
    public func root() throws(TransparencyLogError) -> Digest {
        guard let root = try? Digest(rootHash) else {
            throw .wrongHashLength(.root, expected: Digest.byteCount, got: rootHash.count)
        }
        return root
    }
}

extension CheckpointBody: Hashable {
    public static func == (left: CheckpointBody, right: CheckpointBody) -> Bool { left.encoded == right.encoded }
    public func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}

/// The three lines every checkpoint has.
public enum CheckpointLine: String, Sendable {
    case origin
    case treeSize = "tree size"
    case rootHash = "root hash"
}

/// The first line of a checkpoint: which log it is of, by convention a URL without scheme. The same when its bytes are.
public struct LogOrigin: Sendable {
    public let text: String

    /// - Throws: `TransparencyLogError.malformedOrigin` for an empty one, one with control characters, or one above 512 bytes.
    public init(_ text: String) throws(TransparencyLogError) {
        guard (1...CheckpointBody.maximumOriginByteCount).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x20 }) else {
            throw .malformedOrigin(got: NoteText.shortened(text))
        }
        self.text = text
    }
}

extension LogOrigin: Hashable {
    public static func == (left: LogOrigin, right: LogOrigin) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    public func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

extension LogOrigin: CustomStringConvertible {
    public var description: String { text }
}
