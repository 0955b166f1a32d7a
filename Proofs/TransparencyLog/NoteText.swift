import Encoding

/// What every text of a signed note has to be: valid UTF-8 without control characters other than the newline (C2SP signed-note, "Format").
enum NoteText {
    static let newline = UInt8(ascii: "\n")

    static func verify(_ bytes: Bytes) throws(TransparencyLogError) {
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != newline }) {
            throw .controlCharacter(offset: offset, got: bytes[offset])
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    }

    /// A decimal number without needless leading zeroes, below 2^64.
    static func number(_ line: ArraySlice<UInt8>, _ what: NumberKind) throws(TransparencyLogError) -> UInt64 {
        let text = string(line)
        guard line.count <= 20, line.allSatisfy(\.isASCIIDigit), let number = UInt64(text), String(number) == text else {
            throw .malformedNumber(what, got: shortened(text))
        }
        return number
    }

    /// The bytes behind canonical base 64.
    static func base64(_ line: ArraySlice<UInt8>, _ what: Base64Kind) throws(TransparencyLogError) -> Bytes {
        do {
            return try Base64.decode(string(line))
        } catch {
            throw .malformedBase64(what, error)
        }
    }

    /// A SHA-256 hash in base 64.
    static func digest(_ line: ArraySlice<UInt8>, _ what: Base64Kind) throws(TransparencyLogError) -> Digest {
        let bytes = try base64(line, what)
        guard let digest = try? Digest(bytes) else { throw .wrongHashLength(what, expected: Digest.byteCount, got: bytes.count) }
        return digest
    }

    static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// As much of a text as an error has room for.
    static func shortened(_ text: String) -> String {
        text.utf8.count <= 64 ? text : "\(text.prefix(24))... (\(text.utf8.count) bytes)"
    }
}

/// The numbers that notes and proofs hold in decimal.
public enum NumberKind: String, Sendable {
    case treeSize = "tree size"
    case oldSize = "old size"
    case index = "index"
}

/// The values that notes and proofs hold in base 64.
public enum Base64Kind: String, Sendable {
    case publicKey = "public key"
    case signature, extra
    case root = "root hash"
    case proofHash = "hash of the proof"
}
