import Encoding
import Quantities
import Signatures

/// The members of a block in JSON-RPC spelling, each read strictly.
struct HeaderMembers {
    static let ofPrague = ["requestsHash"]
    static let ofCancun = ["blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot"]
    static let afterShanghai = ofCancun + ofPrague
    static let afterLondon = ["withdrawalsRoot"] + afterShanghai

    private let block: JSONNode

    init(_ block: JSONNode) { self.block = block }

    /// Whether the fields of a fork are there.
    ///
    /// - Throws: `fieldWithout` when only some are, or when they are absent and later ones are there.
    func hasAll(_ names: [String], before later: [String]) throws(EthereumHeaderError) -> Bool {
        var missing: String?
        for name in names where try !isPresent(name) { missing = missing ?? name }
        guard let missing else { return true }
        for name in names + later where try isPresent(name) {
            throw .fieldWithout(field: name, missing: missing)
        }
        return false
    }

    private func isPresent(_ name: String) throws(EthereumHeaderError) -> Bool {
        try reading { () throws(EncodingError) in try block.optionalOrNull(name) != nil }
    }

    func bytes(_ name: String, count: Int) throws(EthereumHeaderError) -> Bytes {
        let bytes = try bytes(name, longest: count)
        guard bytes.count == count else { throw .wrongSize(field: name, expected: count, got: bytes.count) }
        return bytes
    }

    func bytes(_ name: String, atMost maximum: Int) throws(EthereumHeaderError) -> Bytes {
        let text = try text(name)
        guard text.utf8.count <= 2 + 2 * maximum else {
            throw .extraDataTooLong(maximum: maximum, got: (text.utf8.count - 2) / 2)
        }
        return try bytes(name, longest: maximum)
    }

    /// The size is looked at before the digits are decoded.
    private func bytes(_ name: String, longest: Int) throws(EthereumHeaderError) -> Bytes {
        let size = try text(name).utf8.count
        guard size <= 2 + 2 * longest else { throw .wrongSize(field: name, expected: longest, got: (size - 2) / 2) }
        return try reading { () throws(EncodingError) in try block[name].hex0xBytes() }
    }

    private func text(_ name: String) throws(EthereumHeaderError) -> String {
        try reading { () throws(EncodingError) in try block[name].string() }
    }

    func digest(_ name: String) throws(EthereumHeaderError) -> Digest {
        let bytes = try bytes(name, count: Digest.byteCount)
        return try reading { () throws(EncodingError) in try Digest(bytes) }
    }

    func address(_ name: String) throws(EthereumHeaderError) -> EthereumAddress {
        let bytes = try bytes(name, count: 20)
        do { return try EthereumAddress(bytes: bytes) } catch { throw .address(error) }
    }

    func uint256(_ name: String) throws(EthereumHeaderError) -> UInt256 {
        let text = try text(name)
        do { return try UInt256(hexQuantity: text) } catch { throw .quantity(field: name, error) }
    }

    func uint64(_ name: String) throws(EthereumHeaderError) -> UInt64 {
        guard let value = UInt64(exactly: try uint256(name)) else {
            throw .quantity(field: name, .overflow(.conversion, type: "UInt64"))
        }
        return value
    }

    private func reading<Value>(_ body: () throws(EncodingError) -> Value) throws(EthereumHeaderError) -> Value {
        do { return try body() } catch { throw .json(error) }
    }
}
