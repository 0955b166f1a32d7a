import CollateralState
public import Encoding
import Signatures

extension GovernanceSet {
    /// Reads the canonical bytes, strictly.
    public init(parsing bytes: Bytes) throws(GovernanceError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "governance set", expected: Self.version, got: version)
        }
        let network = try reader.network()
        let (number, validFrom, threshold, full, tightening, count) = try decoding { () throws(EncodingError) in
            (try reader.u32(), try reader.u64(), try reader.u64(), try reader.u64(), try reader.u64(), try reader.u16())
        }
        guard (1...Self.maximumGovernors).contains(Int(count)) else {
            throw .outOfRange(field: "governors of a set", expected: "1 to \(Self.maximumGovernors)", got: "\(count)")
        }
        var governors: [Governor] = []
        for _ in 0..<count { governors.append(try Self.governor(&reader)) }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(
            network: network, number: number, validFrom: Timestamp(milliseconds: validFrom), threshold: threshold,
            notice: try NoticeRules(full: full, tightening: tightening), governors: governors)
        guard encoded == bytes else { throw .notAscending(record: "governor", index: 0) }
    }

    private static func governor(_ reader: inout BinaryReader) throws(GovernanceError) -> Governor {
        let (code, raw, weight) = try decoding { () throws(EncodingError) in
            (try reader.u8(), try reader.field16(max: 64), try reader.u32())
        }
        guard let scheme = SignatureScheme(rawValue: code) else {
            throw .outOfRange(field: "signature scheme", expected: "1, 2 or 3", got: "\(code)")
        }
        let key = try signing { () throws(SignatureError) in try PublicKey(scheme: scheme, raw: raw) }
        return try Governor(key: key, weight: weight)
    }
}

extension BinaryReader {
    /// u16 length and a network's name.
    mutating func network() throws(GovernanceError) -> NetworkName {
        let bytes = try decoding { () throws(EncodingError) in try field16(max: 32) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .outOfRange(field: "network", expected: "UTF-8", got: Hex.encode(bytes))
        }
        return try parsing { () throws(CollateralStateError) in try NetworkName(parsing: text) }
    }
}
