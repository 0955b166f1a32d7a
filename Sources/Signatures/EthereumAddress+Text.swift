import Encoding

/// The spellings of an address: `0x` and 40 hexadecimal digits, whose case may carry a checksum (EIP-55).
extension EthereumAddress: LosslessStringConvertible {
    /// With the checksum of EIP-55: a letter is upper case when the digit of the hash at its place is 8 or more.
    public var checksummed: String {
        let digits = Bytes(Hex.encode(bytes).utf8)
        let hash = Keccak256.hash(digits).bytes
        let spelled = digits.enumerated().map { index, digit in
            let nibble = index.isMultiple(of: 2) ? hash[index / 2] >> 4 : hash[index / 2] & 15
            return nibble >= 8 && digit >= UInt8(ascii: "a") ? digit - 0x20 : digit
        }
        return "0x" + String(decoding: spelled, as: UTF8.self)
    }

    /// The checksummed spelling.
    public var description: String { checksummed }

    /// The same as `init(eip55:)`, without the reason.
    public init?(_ description: String) {
        try? self.init(eip55: description)
    }

    /// Reads the checksummed spelling, the only one accepted.
    ///
    /// - Throws: `SignatureError.malformedAddress`, `.wrongLength`, or `.addressChecksum` when a letter has the wrong case.
    public init(eip55 text: String) throws(SignatureError) {
        try self.init(hex: text)
        guard Bytes(text.utf8) == Bytes(checksummed.utf8) else { throw .addressChecksum(expected: checksummed, got: text) }
    }

    /// Reads `0x` and 40 digits of any case, without demanding a checksum: for what programs write, such as RPC answers.
    public init(hex text: String) throws(SignatureError) {
        let expected = 2 + 2 * Self.byteCount
        guard text.utf8.count == expected else { throw .wrongLength("Ethereum address as text", expected: expected, got: text.utf8.count) }
        let bytes: Bytes
        do { bytes = try Hex.decode0x(text) } catch { throw .malformedAddress(error) }
        try self.init(bytes: bytes)
    }
}
