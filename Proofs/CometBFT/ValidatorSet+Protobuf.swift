import Encoding
import Signatures

extension ValidatorSet {
    /// The protobuf `tendermint.types.ValidatorSet`. The proposer is read and not used; the total is 0 or the sum.
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var validators: [Validator] = []
        var total: UInt64 = 0
        while let field = try reader.next(repeated: 1) {
            switch field.number {
            case 1:
                guard validators.count < Self.maximumCount else {
                    throw .tooManyValidators(maximum: Self.maximumCount, got: validators.count + 1)
                }
                validators.append(try reader.validator(field))
            case 2: _ = try reader.validator(field)
            case 3: total = try reader.number(field, atMost: Self.maximumTotalPower)
            default: throw reader.unknown(field)
            }
        }
        try self.init(validators)
        guard total == 0 || total == totalPower else {
            throw .malformed("total_voting_power", expected: "0 or the sum \(totalPower)", got: "\(total)")
        }
    }
}

extension MessageReader {
    fileprivate mutating func validator(_ field: Field) throws(CometBFTError) -> Validator {
        var message = try message(field, "Validator")
        var address = Bytes()
        var key: PublicKey?
        var power: UInt64 = 0
        while let field = try message.next() {
            switch field.number {
            case 1: address = try message.data(field)
            case 2: key = try message.publicKey(field)
            case 3: power = try message.number(field)
            // The proposer's turn may be negative; it is not part of any hash.
            case 4: _ = try message.number(field)
            default: throw message.unknown(field)
            }
        }
        guard let key else { throw message.missing("pub_key") }
        return try Validator(publicKey: key, power: power, named: try ValidatorAddress(address))
    }

    private mutating func publicKey(_ field: Field) throws(CometBFTError) -> PublicKey {
        var message = try message(field, "PublicKey")
        guard let field = try message.next() else { throw message.missing("key") }
        let key: PublicKey
        switch field.number {
        case 1: key = try Validator.key(.ed25519, try message.data(field))
        case 2: key = try Validator.key(.secp256k1, try message.data(field))
        default: throw .unsupportedKey("protobuf field \(field.number)")
        }
        if let field = try message.next() { throw message.unknown(field) }
        return key
    }
}

extension Validator {
    /// A validator whose address was given beside its key.
    ///
    /// - Throws: `CometBFTError.wrongAddress` unless the address is the key's.
    init(publicKey: PublicKey, power: UInt64, named address: ValidatorAddress) throws(CometBFTError) {
        try self.init(publicKey: publicKey, power: power)
        guard address == self.address else { throw .wrongAddress(expected: self.address, got: address) }
    }

    static func key(_ scheme: SignatureScheme, _ raw: Bytes) throws(CometBFTError) -> PublicKey {
        do {
            return try PublicKey(scheme: scheme, raw: raw)
        } catch {
            throw .malformed("a validator's key", expected: "a \(scheme) key", got: "\(raw.count) bytes (\(error))")
        }
    }
}
