public import Encoding

/// A text with signature lines below it, taken apart but not verified: nobody has to have signed it.
///
/// Form: text ending in a newline, an empty line, then lines of em dash, space, key name, space, base64(key id || signature).
/// The last empty line divides; the text may have others.
/// Source: C2SP signed-note, "Format".
public struct SignedNote: Hashable, Sendable {
    /// The most bytes a note may have here.
    public static let maximumByteCount = 1_000_000
    /// The most signature lines a note may have, as in the Go implementation.
    public static let maximumSignatureCount = 100

    /// What is signed, with its final newline.
    public let text: Bytes
    public let signatures: [NoteSignature]

    init(text: Bytes, signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// - Throws: `TransparencyLogError.noteTooLong`, `.controlCharacter`, `.notUTF8`, `.missingFinalNewline`, `.missingEmptyLine`,
    ///   `.noSignatures`, `.tooManySignatures`, `.malformedSignatureLine`, `.malformedKeyName` or `.malformedBase64`.
    public init(parsing bytes: Bytes) throws(TransparencyLogError) {
        guard bytes.count <= Self.maximumByteCount else { throw .noteTooLong(maximum: Self.maximumByteCount, got: bytes.count) }
        try NoteText.verify(bytes)
        guard bytes.last == NoteText.newline else { throw .missingFinalNewline }
        guard let empty = Self.lastEmptyLine(bytes) else { throw .missingEmptyLine }
        guard empty + 1 < bytes.count else { throw .noSignatures }
        text = Bytes(bytes[..<empty])
        signatures = try Self.signatures(bytes, from: empty + 1)
    }

    /// Where the last line stands that is only a newline; the first line does not count, because the text is not empty.
    private static func lastEmptyLine(_ bytes: Bytes) -> Int? {
        bytes.indices.dropFirst().last { bytes[$0] == NoteText.newline && bytes[$0 - 1] == NoteText.newline }
    }

    private static func signatures(_ bytes: Bytes, from offset: Int) throws(TransparencyLogError) -> [NoteSignature] {
        let count = bytes[offset...].reduce(0) { $1 == NoteText.newline ? $0 + 1 : $0 }
        guard count <= maximumSignatureCount else { throw .tooManySignatures(maximum: maximumSignatureCount, got: count) }
        var lines = LineReader(bytes, from: offset)
        var signatures: [NoteSignature] = []
        while let line = lines.next() {
            signatures.append(try NoteSignature(parsing: line, number: signatures.count + 1))
        }
        return signatures
    }

    /// The bytes that `init(parsing:)` reads.
    public var encoded: Bytes {
        text + [NoteText.newline] + signatures.flatMap(\.encoded)
    }

    /// The same note with one more signature line.
    ///
    /// - Throws: `TransparencyLogError.tooManySignatures`.
    public func adding(_ signature: NoteSignature) throws(TransparencyLogError) -> SignedNote {
        guard signatures.count < Self.maximumSignatureCount else {
            throw .tooManySignatures(maximum: Self.maximumSignatureCount, got: signatures.count + 1)
        }
        return SignedNote(text: text, signatures: signatures + [signature])
    }
}

/// One signature line.
public struct NoteSignature: Hashable, Sendable {
    public let name: NoteKeyName
    public let keyID: UInt32
    /// What follows the key id; its form depends on the key's algorithm.
    public let bytes: Bytes

    init(name: NoteKeyName, keyID: UInt32, bytes: Bytes) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Em dash and space.
    private static let head: Bytes = [0xe2, 0x80, 0x94, 0x20]

    /// Reads one line, with or without its newline, as a witness answers it.
    ///
    /// - Throws: as the signature lines of `SignedNote.init(parsing:)`.
    public init(parsing bytes: Bytes) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.maximumByteCount else {
            throw .noteTooLong(maximum: SignedNote.maximumByteCount, got: bytes.count)
        }
        try NoteText.verify(bytes)
        try self.init(parsing: bytes.last == NoteText.newline ? bytes.dropLast() : bytes[...], number: 1)
    }

    /// - Parameter number: of the line, from 1, for the error.
    init(parsing line: ArraySlice<UInt8>, number: Int) throws(TransparencyLogError) {
        guard line.starts(with: Self.head) else { throw .malformedSignatureLine(number: number) }
        let fields = line.dropFirst(Self.head.count).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count == 2 else { throw .malformedSignatureLine(number: number) }
        name = try NoteKeyName(NoteText.string(fields[0]))
        let value = try NoteText.base64(fields[1], .signature)
        guard value.count > 4 else { throw .malformedSignatureLine(number: number) }
        keyID = value.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Bytes(value.dropFirst(4))
    }

    /// The line with its newline.
    public var encoded: Bytes {
        let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
        return Self.head + Bytes(name.text.utf8) + [UInt8(ascii: " ")] + Bytes(Base64.encode(id + bytes).utf8) + [NoteText.newline]
    }
}
