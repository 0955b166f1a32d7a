import ChainIdentity
import Encoding
import Quantities

extension FuzzTargets {
    static let encoding: [FuzzTarget] = [rlp, json, base58, base64, bech32, hex, binary, identifiers, decimals]

    private static let rlp = FuzzTarget(
        "rlp", seeds: { [RLP.encode(.list([.bytes([1]), .bytes(Bytes(repeating: 7, count: 60)), .list([.integer(1_024), .list([])])]))] },
        parse: { bytes throws(EncodingError) in try RLP.decode(bytes) },
        promise: { item, input in try demand(RLP.encode(item) == input, "an accepted RLP is not the canonical one") })

    private static let json = FuzzTarget(
        "json", seeds: { [Bytes(#"{"a":[1,-2.5e+7,true,null,"\u00e9\n\ud83d\ude00"],"b":{}}"#.utf8)] },
        parse: { bytes throws(EncodingError) in try JSON.parse(bytes) },
        promise: { value, _ in
            for pretty in [false, true] {
                try demand(try JSON.parse(value.printed(pretty: pretty)) == value, "printed JSON is read as another value")
            }
        })

    private static let base58 = FuzzTarget(
        "base58", maximumLength: 256, seeds: { [Bytes(Base58.encode([0, 0, 1, 2, 255, 254]).utf8)] },
        parse: { bytes throws(EncodingError) in try Base58.decode(text(bytes), maxBytes: 128) },
        promise: { value, input in try demand(Bytes(Base58.encode(value).utf8) == input, "base 58 has two spellings") })

    private static let base64 = FuzzTarget(
        "base64", seeds: { [Bytes(Base64.encode(Bytes(0..<40)).utf8)] },
        parse: { bytes throws(EncodingError) in try Base64.decode(text(bytes)) },
        promise: { value, input in try demand(Bytes(Base64.encode(value).utf8) == input, "base 64 has two spellings") })

    private static let bech32 = FuzzTarget(
        "bech32", maximumLength: 128, seeds: { [Bytes(try Bech32.encode(prefix: "cosmos", bytes: Bytes(0..<20)).utf8)] },
        parse: { bytes throws(EncodingError) in try Bech32.decode(text(bytes)) },
        promise: { value, input in
            let again = try Bech32.encode(prefix: value.prefix, bytes: value.bytes)
            try demand(again == text(input).lowercased(), "bech32 has two spellings")
        })

    private static let hex = FuzzTarget(
        "hex", seeds: { [Bytes(Hex.encode0x([1, 2, 3]).utf8)] },
        parse: { bytes throws(EncodingError) in try Hex.decode0x(text(bytes)) },
        promise: { value, input in try demand(Hex.encode0x(value) == text(input).lowercased(), "hexadecimal digits are read wrongly") })

    /// The first half of the input says what to read, the second half is read.
    private static let binary = FuzzTarget("binary-reader", seeds: { [[0, 1, 2, 3, 4, 5, 6, 7] + Bytes(repeating: 0, count: 80)] }) { input in
        var reader = BinaryReader(Bytes(input.dropFirst(input.count / 2)))
        do {
            for step in input.prefix(input.count / 2) {
                let before = reader.offset
                try read(step, &reader)
                try demand(reader.offset >= before && reader.remaining >= 0, "the reader went backwards or past the end")
            }
            try reader.finish()
        } catch is EncodingError {}
        return true
    }

    private static func read(_ step: UInt8, _ reader: inout BinaryReader) throws(EncodingError) {
        switch step % 9 {
        case 0: _ = try reader.u8()
        case 1: _ = try reader.u16()
        case 2: _ = try reader.u32()
        case 3: _ = try reader.u64()
        case 4: _ = try reader.raw(Int(step))
        case 5: _ = try reader.digest()
        case 6: _ = try reader.field16(max: Int(step))
        case 7: _ = try reader.field32(max: Int(step))
        default: _ = try reader.text16(max: Int(step))
        }
    }

    private static let identifiers = FuzzTarget(
        "identifiers", maximumLength: 256,
        seeds: {
            [
                "eip155:1", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f", "cosmos:cosmoshub-4:cosmos1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnd75fwm",
                "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv",
            ].map { Bytes($0.utf8) }
        }
    ) { input in
        let name = text(input)
        let (chain, account, asset) = (try? ChainID(parsing: name), try? AccountID(parsing: name), try? AssetID(parsing: name))
        if let chain { try demand(chain.description == name, "a chain id is printed otherwise than it was read") }
        if let asset { try demand(asset.description == name, "an asset id is printed otherwise than it was read") }
        if let account {
            try demand(account.description == name, "an account id is printed otherwise than it was read")
            _ = try? account.key()
        }
        return chain != nil || account != nil || asset != nil
    }

    private static let decimals = FuzzTarget(
        "decimals", maximumLength: 128, seeds: { ["-12.000000000000000001", "0", "170141183460469231731.687303715884105727"].map { Bytes($0.utf8) } }
    ) { input in
        let number = text(input)
        let (fixed, unsigned, signed) = (try? FixedPoint(parsing: number), UInt256(number), Int256(number))
        if let fixed { try demand(try FixedPoint(parsing: fixed.description) == fixed, "a fixed-point number is printed as another one") }
        if let unsigned { try demand(UInt256(unsigned.description) == unsigned, "a number is printed as another one") }
        if let signed { try demand(Int256(signed.description) == signed, "a signed number is printed as another one") }
        return fixed != nil || unsigned != nil || signed != nil
    }
}
