import CollateralState
public import Encoding
import Signatures

extension VaultDescription {
    static let version: UInt8 = 1

    /// The canonical bytes.
    ///
    /// version 1, u16 events, then each event ascending by topic: u16 length and canonical signature, u32 bits of the indexed parameters
    /// (bit 0 the first), u8 effects, then each in the order it applies: u8 account parameter, u8 kind, u8 change (1 add, 2 subtract,
    /// 3 set), asset, u8 amount parameter, u8 exceptions and their addresses ascending. Asset: 1 and u16 length and `namespace:reference`;
    /// 2 the vault itself; 3 and u8 parameter, u8 coin addresses, the addresses ascending, and when there are any u32 SLIP-44.
    /// Names of parameters and free text are not part of it.
    public func mapping() throws(EVMError) -> Bytes {
        var writer = BinaryWriter(reserving: 1_024)
        writer.u8(Self.version)
        writer.u16(UInt16(clamping: events.count))  // At most 64 by construction.
        for event in events { try event.write(to: &writer) }
        return writer.bytes
    }

    /// Reads canonical bytes back; anything that would not be written the same way is refused.
    public init(mapping bytes: Bytes) throws(EVMError) {
        var reader = BinaryReader(bytes)
        let (version, count) = try reading { () throws(EncodingError) in (try reader.u8(), try reader.u16()) }
        guard version == Self.version else {
            throw .outOfRange(field: "vault description version", expected: "\(Self.version)", got: "\(version)")
        }
        var events: [Event] = []
        for _ in 0..<min(Int(count), Self.maximumEvents + 1) { events.append(try Event.read(from: &reader)) }
        try reading { () throws(EncodingError) in try reader.finish() }
        try self.init(events: events)
        guard try mapping() == bytes else { throw .notCanonical }
    }
}

extension VaultDescription.Event {
    func write(to writer: inout BinaryWriter) throws(EVMError) {
        try reading { () throws(EncodingError) in try writer.field16(Array(signature.canonicalText.utf8)) }
        writer.u32(signature.indexedBits)
        writer.u8(UInt8(clamping: effects.count))
        for effect in effects { try effect.write(to: &writer) }
    }

    static func read(from reader: inout BinaryReader) throws(EVMError) -> Self {
        let (text, bits, count) = try reading { () throws(EncodingError) in
            (try reader.field16(max: 1_024), try reader.u32(), try reader.u8())
        }
        let signature = try EventSignature(canonical: text, indexedBits: bits)
        guard count <= maximumEffects else {
            throw .outOfRange(field: "effects of \(signature.name)", expected: "at most \(maximumEffects)", got: "\(count)")
        }
        var effects: [EffectRule] = []
        for _ in 0..<count { effects.append(try EffectRule.read(from: &reader, of: signature)) }
        return try Self(signature: signature, effects: effects)
    }
}

extension EventSignature {
    var indexedBits: UInt32 {
        parameters.enumerated().reduce(0) { $0 | ($1.element.isIndexed ? 1 << UInt32($1.offset) : 0) }
    }

    /// From the canonical text, which has no names, and the bits of the indexed parameters.
    init(canonical bytes: Bytes, indexedBits: UInt32) throws(EVMError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformedSignature(Hex.encode(bytes.prefix(40)), reason: "not UTF-8")
        }
        let bare = try EventSignature(parsing: text)
        let parameters = bare.parameters.enumerated().map { index, parameter in
            Parameter(name: parameter.name, type: parameter.type, isIndexed: indexedBits & 1 << UInt32(index) != 0)
        }
        try self.init(name: bare.name, parameters: parameters)
    }
}

extension EffectRule {
    func write(to writer: inout BinaryWriter) throws(EVMError) {
        writer.u8(UInt8(clamping: account))  // Parameters number at most 32.
        writer.u8(kind.rawValue)
        writer.u8(change.rawValue)
        try asset.write(to: &writer)
        writer.u8(UInt8(clamping: amount))
        writer.addresses(exceptions)
    }

    static func read(from reader: inout BinaryReader, of signature: EventSignature) throws(EVMError) -> EffectRule {
        let (account, kindCode, changeCode) = try reading { () throws(EncodingError) in
            (try reader.u8(), try reader.u8(), try reader.u8())
        }
        guard let kind = HoldingKind(rawValue: kindCode) else {
            throw .outOfRange(field: "kind", expected: "1 to 3", got: "\(kindCode)")
        }
        guard let change = Change(rawValue: changeCode) else {
            throw .outOfRange(field: "change", expected: "1 to 3", got: "\(changeCode)")
        }
        let asset = try AssetRule.read(from: &reader)
        let amount = try reading { () throws(EncodingError) in try reader.u8() }
        return try EffectRule(
            account: Int(account), kind: kind, change: change, asset: asset, amount: Int(amount),
            exceptions: try reader.addresses(max: maximumExceptions), of: signature)
    }
}

extension AssetRule {
    private enum Tag: UInt8 { case fixed = 1, vaultToken = 2, token = 3 }

    func write(to writer: inout BinaryWriter) throws(EVMError) {
        switch self {
        case .fixed(let namespace, let reference):
            writer.u8(Tag.fixed.rawValue)
            try reading { () throws(EncodingError) in try writer.field16(Array("\(namespace):\(reference)".utf8)) }
        case .vaultToken:
            writer.u8(Tag.vaultToken.rawValue)
        case .token(let parameter, let coin):
            writer.u8(Tag.token.rawValue)
            writer.u8(UInt8(clamping: parameter))
            writer.addresses(coin?.addresses ?? [])
            if let coin { writer.u32(coin.slip44) }
        }
    }

    static func read(from reader: inout BinaryReader) throws(EVMError) -> AssetRule {
        let code = try reading { () throws(EncodingError) in try reader.u8() }
        guard let tag = Tag(rawValue: code) else { throw .outOfRange(field: "asset rule", expected: "1 to 3", got: "\(code)") }
        switch tag {
        case .vaultToken: return .vaultToken
        case .fixed:
            let bytes = try reading { () throws(EncodingError) in try reader.field16(max: 200) }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notCanonical }
            return try parse(text)
        case .token:
            let parameter = try reading { () throws(EncodingError) in try reader.u8() }
            let addresses = try reader.addresses(max: Coin.maximumAddresses)
            guard !addresses.isEmpty else { return .token(parameter: Int(parameter), coin: nil) }
            let slip44 = try reading { () throws(EncodingError) in try reader.u32() }
            return .token(parameter: Int(parameter), coin: try Coin(slip44: slip44, addresses: addresses))
        }
    }
}

extension BinaryWriter {
    /// u8 count and 20 bytes each.
    mutating func addresses(_ addresses: [EthereumAddress]) {
        u8(UInt8(clamping: addresses.count))
        for address in addresses { raw(address.bytes) }
    }
}

extension BinaryReader {
    mutating func addresses(max: Int) throws(EVMError) -> [EthereumAddress] {
        let count = try reading { () throws(EncodingError) in try u8() }
        guard count <= max else { throw .outOfRange(field: "addresses", expected: "at most \(max)", got: "\(count)") }
        var addresses: [EthereumAddress] = []
        for _ in 0..<count {
            let bytes = try reading { () throws(EncodingError) in try raw(20) }
            do { addresses.append(try EthereumAddress(bytes: bytes)) } catch { throw .notCanonical }
        }
        return addresses
    }
}
