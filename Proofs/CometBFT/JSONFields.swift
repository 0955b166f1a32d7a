import Encoding
import Signatures

/// The spellings of CometBFT's JSON: 64-bit numbers as decimal text, hashes in hexadecimal digits, keys and signatures in base 64.
extension JSONNode {
    /// `body`, with its errors as this module's.
    static func reading<Value>(_ body: () throws(EncodingError) -> Value) throws(CometBFTError) -> Value {
        do { return try body() } catch { throw .json(error) }
    }

    func member(_ key: String) throws(CometBFTError) -> JSONNode {
        try Self.reading { () throws(EncodingError) in try self[key] }
    }

    /// nil for a member that is absent or null.
    func memberIfAny(_ key: String) throws(CometBFTError) -> JSONNode? {
        try Self.reading { () throws(EncodingError) in try optionalOrNull(key) }
    }

    /// A number in text, without sign or leading zero.
    func numberText(atMost maximum: UInt64 = .max) throws(CometBFTError) -> UInt64 {
        let text = try text()
        guard let number = UInt64(text), String(number) == text, number <= maximum else {
            throw .json(unexpected("a number of at most \(maximum) in a string"))
        }
        return number
    }

    func number(atMost maximum: UInt64) throws(CometBFTError) -> UInt64 {
        let number = try Self.reading { () throws(EncodingError) in try uint64() }
        guard number <= maximum else { throw .json(unexpected("a number of at most \(maximum)")) }
        return number
    }

    func text() throws(CometBFTError) -> String {
        try Self.reading { () throws(EncodingError) in try string() }
    }

    func hex() throws(CometBFTError) -> Bytes {
        try Self.reading { () throws(EncodingError) in try hexBytes() }
    }

    func base64() throws(CometBFTError) -> Bytes {
        try Self.reading { () throws(EncodingError) in try base64Bytes() }
    }

    func time() throws(CometBFTError) -> BlockTime {
        try BlockTime(parsing: try text())
    }

    func elements(atMost maximum: Int) throws(CometBFTError) -> [JSONNode] {
        try Self.reading { () throws(EncodingError) in try array(max: maximum) }
    }

    /// A hash of 32 bytes; nil when the text is empty.
    func digestIfAny() throws(CometBFTError) -> Digest? {
        let bytes = try hex()
        return bytes.isEmpty ? nil : try digest(bytes)
    }

    func digestOfHex() throws(CometBFTError) -> Digest {
        try digest(try hex())
    }

    func digest(_ bytes: Bytes) throws(CometBFTError) -> Digest {
        try Self.reading { () throws(EncodingError) in try Digest(bytes) }
    }

    func address() throws(CometBFTError) -> ValidatorAddress {
        try ValidatorAddress(try hex())
    }
}
