public import ChainIdentity
import Encoding
import Signatures

/// How one vault is read: which vault, how its events map to holdings, finality, first height and cut rule.
///
/// Its canonical bytes are part of the stream's identity, so that attesters who read differently can never seem to disagree.
public struct StreamDescription: Hashable, Sendable {
    public static let version: UInt8 = 1
    /// One message per final block that changed the vault, split in hashed-key order above 65,536 changes.
    public static let cutPerFinalBlock: UInt8 = 1
    /// The largest mapping accepted, in bytes.
    public static let maximumMappingBytes = 65_536

    public let network: NetworkName
    public let chain: ChainID
    /// The vault as an account of its chain.
    public let vault: AccountID
    public let finality: FinalityRule
    /// The first block that may hold a change.
    public let firstHeight: UInt64
    /// The adapter's canonical bytes for how events or accounts map to holdings.
    public let mapping: [UInt8]
    /// The canonical bytes of all of the above.
    public let encoded: [UInt8]
    public let id: StreamID

    /// - Throws: `outOfRange` when the mapping exceeds 65,536 bytes.
    public init(
        network: NetworkName, vault: AccountID, finality: FinalityRule, firstHeight: UInt64, mapping: [UInt8]
    ) throws(CollateralStateError) {
        guard mapping.count <= Self.maximumMappingBytes else {
            throw .outOfRange(field: "stream mapping bytes", expected: "at most \(Self.maximumMappingBytes)", got: "\(mapping.count)")
        }
        self.network = network
        self.chain = vault.chain
        self.vault = vault
        self.finality = finality
        self.firstHeight = firstHeight
        self.mapping = mapping
        encoded = try Self.encode(network, vault, finality, firstHeight, mapping)
        id = try Self.identity(network, vault, description: encoded)
    }

    private static func encode(
        _ network: NetworkName, _ vault: AccountID, _ finality: FinalityRule, _ firstHeight: UInt64, _ mapping: [UInt8]
    ) throws(CollateralStateError) -> [UInt8] {
        var writer = BinaryWriter(reserving: 160 + mapping.count)
        writer.u8(version)
        try decoding { () throws(EncodingError) in
            try writer.field16(network.bytes)
            try writer.field16(Array(vault.chain.description.utf8))
            try writer.field16(Array(vault.description.utf8))
        }
        finality.write(to: &writer)
        writer.u64(firstHeight)
        writer.u8(cutPerFinalBlock)
        writer.field32(mapping)
        return writer.bytes
    }

    /// SHA-256(tag || u16 len, network || u16 len, CAIP-2 || u16 len, vault || SHA-256(description)).
    private static func identity(
        _ network: NetworkName, _ vault: AccountID, description: [UInt8]
    ) throws(CollateralStateError) -> StreamID {
        var writer = BinaryWriter(reserving: 256)
        try decoding { () throws(EncodingError) in
            try writer.field16(network.bytes)
            try writer.field16(Array(vault.chain.description.utf8))
            try writer.field16(Array(vault.description.utf8))
        }
        writer.raw(SHA256.hash(description))
        return StreamID(SHA256.hash(tag: .stream, writer.bytes))
    }

    /// Parses canonical bytes; anything that would not encode to the same bytes is refused.
    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "stream description", expected: Self.version, got: version)
        }
        let network = try NetworkName(parsing: Self.text(&reader, max: 32))
        let chain = try Self.text(&reader, max: 64)
        let vaultText = try Self.text(&reader, max: 256)
        let vault = try identifying { () throws(ChainIdentityError) in try AccountID(parsing: vaultText) }
        guard vault.chain.description == chain else {
            throw .outOfRange(field: "chain of the vault", expected: chain, got: vault.chain.description)
        }
        let finality = try FinalityRule.read(from: &reader)
        let (firstHeight, cut) = try decoding { () throws(EncodingError) in (try reader.u64(), try reader.u8()) }
        guard cut == Self.cutPerFinalBlock else { throw .unknownCode(field: "cut rule", got: UInt64(cut)) }
        let mapping = try decoding { () throws(EncodingError) in
            let mapping = try reader.field32(max: Self.maximumMappingBytes)
            try reader.finish()
            return mapping
        }
        try self.init(network: network, vault: vault, finality: finality, firstHeight: firstHeight, mapping: mapping)
    }

    private static func text(_ reader: inout BinaryReader, max: Int) throws(CollateralStateError) -> String {
        let bytes = try decoding { () throws(EncodingError) in try reader.field16(max: max) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .outOfRange(field: "text of a stream description", expected: "UTF-8", got: Hex.encode(bytes))
        }
        return text
    }
}
