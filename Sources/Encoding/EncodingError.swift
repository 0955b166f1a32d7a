/// Why bytes or text were refused, with what was expected and what was found.
public enum EncodingError: Error, Equatable, Sendable {
    /// The format that was being read or written when the error arose.
    public enum Format: String, Sendable, CaseIterable {
        case binary, digest, hex, base58, bech32, base64, rlp, json
    }

    /// The input ends before the value does: `expected` bytes were needed at `offset`, `got` were left.
    case truncated(Format, offset: Int, expected: Int, got: Int)
    /// `got` bytes follow the value that ends at `offset`.
    case trailing(Format, offset: Int, got: Int)
    /// The value must have exactly `expected` bytes (for text: characters).
    case wrongLength(Format, expected: Int, got: Int)
    /// A ceiling was passed; nothing was allocated for the value.
    case tooLong(Format, maximum: Int, got: Int)
    /// The byte at `offset` cannot stand there.
    case unexpectedByte(Format, offset: Int, expected: String, got: UInt8)
    /// The value has a second, longer or looser spelling; only the canonical one is accepted.
    case notCanonical(Format, offset: Int, rule: String)
    /// The checksum does not belong to the rest of the text.
    case checksumMismatch(Format)
    /// Lists or objects are nested deeper than the caller allows.
    case tooDeep(Format, offset: Int, maximum: Int)
    /// Bytes that must be UTF-8 text are not.
    case notUTF8(Format, offset: Int)
    /// An object names the same member twice.
    case duplicateKey(offset: Int, key: String)
    /// The JSON value, or the RLP item, at `path` is not what it has to be.
    case unexpectedValue(Format, path: String, expected: String, got: String)
}

extension EncodingError {
    /// The case and format, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .truncated(let format, _, _, _): "\(format.rawValue)_truncated"
        case .trailing(let format, _, _): "\(format.rawValue)_trailing"
        case .wrongLength(let format, _, _): "\(format.rawValue)_wrong_length"
        case .tooLong(let format, _, _): "\(format.rawValue)_too_long"
        case .unexpectedByte(let format, _, _, _): "\(format.rawValue)_unexpected_byte"
        case .notCanonical(let format, _, _): "\(format.rawValue)_not_canonical"
        case .checksumMismatch(let format): "\(format.rawValue)_checksum"
        case .tooDeep(let format, _, _): "\(format.rawValue)_too_deep"
        case .notUTF8(let format, _): "\(format.rawValue)_not_utf8"
        case .duplicateKey: "json_duplicate_key"
        case .unexpectedValue(let format, _, _, _): "\(format.rawValue)_unexpected_value"
        }
    }
}

extension EncodingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let format, let offset, let expected, let got):
            "\(format): ends too early: \(expected) bytes expected at byte \(offset), \(got) left; fetch or copy the whole input again"
        case .trailing(let format, let offset, let got):
            "\(format): \(got) bytes follow the value that ends at byte \(offset); remove them"
        case .wrongLength(let format, let expected, let got):
            "\(format): expected length \(expected), got \(got)"
        case .tooLong(let format, let maximum, let got):
            "\(format): at most \(maximum) allowed, got \(got)"
        case .unexpectedByte(let format, let offset, let expected, let got):
            "\(format): expected \(expected) at byte \(offset), got \(Self.quoted(got))"
        case .notCanonical(let format, let offset, let rule):
            "\(format): not the canonical form at byte \(offset): \(rule)"
        case .checksumMismatch(let format):
            "\(format): the checksum does not match; a character was changed or left out"
        case .tooDeep(let format, let offset, let maximum):
            "\(format): nested deeper than \(maximum) levels at byte \(offset)"
        case .notUTF8(let format, let offset):
            "\(format): the text at byte \(offset) is not UTF-8"
        case .duplicateKey(let offset, let key):
            "json: the member \"\(excerpt(key))\" at byte \(offset) stands there twice; keep one"
        case .unexpectedValue(_, let path, let expected, let got):
            "\(path): expected \(expected), got \(got)"
        }
    }

    private static func quoted(_ byte: UInt8) -> String {
        let isPrintable = byte > 0x20 && byte < 0x7f
        return isPrintable ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x\(Hex.encode(CollectionOfOne(byte)))"
    }
}
