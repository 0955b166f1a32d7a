import Encoding
import Signatures

extension SignedHeader {
    /// The protobuf `tendermint.types.SignedHeader`.
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var header: LightHeader?
        var commit: Commit?
        while let field = try reader.next() {
            switch field.number {
            case 1:
                var message = try reader.message(field, "Header")
                header = try LightHeader(reading: &message)
            case 2:
                var message = try reader.message(field, "Commit")
                commit = try Commit(reading: &message)
            default: throw reader.unknown(field)
            }
        }
        guard let header else { throw reader.missing("header") }
        guard let commit else { throw reader.missing("commit") }
        self.init(header: header, commit: commit)
    }
}

extension Commit {
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var (height, round) = (UInt64(0), UInt64(0))
        var blockID = BlockID.none
        var signatures: [CommitSignature] = []
        while let field = try reader.next(repeated: 4) {
            switch field.number {
            case 1: height = try reader.number(field, atMost: LightHeader.maximumHeight)
            case 2: round = try reader.number(field, atMost: UInt64(Self.maximumRound))
            case 3: blockID = try reader.blockID(field)
            case 4:
                guard signatures.count < ValidatorSet.maximumCount else {
                    throw .tooManyValidators(maximum: ValidatorSet.maximumCount, got: signatures.count + 1)
                }
                var message = try reader.message(field, "CommitSig")
                signatures.append(try CommitSignature(reading: &message))
            default: throw reader.unknown(field)
            }
        }
        try self.init(height: height, round: UInt32(round), blockID: blockID, signatures: signatures)
    }
}

extension CommitSignature {
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var (flag, address, signature) = (UInt64(0), Bytes(), Bytes())
        var time: BlockTime?
        while let field = try reader.next() {
            switch field.number {
            case 1: flag = try reader.number(field)
            case 2: address = try reader.data(field)
            case 3: time = try reader.time(field)
            case 4: signature = try reader.data(field)
            default: throw reader.unknown(field)
            }
        }
        guard let time else { throw reader.missing("timestamp") }
        try self.init(flag: flag, address: address, time: time, signature: signature)
    }

    /// From the members that every form of a vote has. An absent one has no address, no signature and no time: year 1, as Go has it, or
    /// 1970, as other writers do.
    init(flag: UInt64, address: Bytes, time: BlockTime, signature: Bytes) throws(CometBFTError) {
        switch flag {
        case 1:
            guard address.isEmpty, signature.isEmpty, time == .zero || time == .epoch else {
                throw .malformed(
                    "an absent vote", expected: "no address, time or signature", got: "\(time) and \(address.count + signature.count) bytes")
            }
            self = .absent(time: time)
        case 2: self = .forBlock(try Vote(address: address, time: time, signature: signature))
        case 3: self = .forNil(try Vote(address: address, time: time, signature: signature))
        default: throw .malformed("a vote's block_id_flag", expected: "1 absent, 2 commit or 3 nil", got: "\(flag)")
        }
    }
}

extension CommitSignature.Vote {
    fileprivate init(address: Bytes, time: BlockTime, signature: Bytes) throws(CometBFTError) {
        guard let signature = try? Signature(signature) else {
            throw .malformed("a vote's signature", expected: "\(Signature.byteCount) bytes", got: "\(signature.count) bytes")
        }
        self.init(validator: try ValidatorAddress(address), time: time, signature: signature)
    }
}
