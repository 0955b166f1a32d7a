import Encoding

/// How settled a block was when it was read; each chain's README says what the words mean there.
public enum Finality: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case finalized = 1
    case safe = 2
    case latest = 3

    public var description: String {
        switch self {
        case .finalized: "finalized"
        case .safe: "safe"
        case .latest: "latest"
        }
    }
}

/// Which blocks of a chain a stream may include.
public enum FinalityRule: Hashable, Sendable, CustomStringConvertible {
    /// Blocks up to the one the chain calls finalized.
    case finalized
    /// Blocks up to the one the chain calls safe.
    case safe
    /// Blocks with at least this many blocks on top of them.
    case confirmations(UInt32)

    /// What a message of the stream states about its block.
    public var finality: Finality {
        switch self {
        case .finalized: .finalized
        case .safe: .safe
        case .confirmations: .latest
        }
    }

    public var description: String {
        switch self {
        case .finalized: "finalized"
        case .safe: "safe"
        case .confirmations(let count): "latest less \(count)"
        }
    }

    func write(to writer: inout BinaryWriter) {
        writer.u8(finality.rawValue)
        if case .confirmations(let count) = self { writer.u32(count) } else { writer.u32(0) }
    }

    static func read(from reader: inout BinaryReader) throws(CollateralStateError) -> FinalityRule {
        let (code, confirmations) = try decoding { () throws(EncodingError) in (try reader.u8(), try reader.u32()) }
        guard let finality = Finality(rawValue: code) else { throw .unknownCode(field: "finality", got: UInt64(code)) }
        switch finality {
        case .latest: return .confirmations(confirmations)
        case .finalized, .safe:
            guard confirmations == 0 else {
                throw .outOfRange(field: "confirmations of a \(finality) rule", expected: "0", got: "\(confirmations)")
            }
            return finality == .safe ? .safe : .finalized
        }
    }
}
