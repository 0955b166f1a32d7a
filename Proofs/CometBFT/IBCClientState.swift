import CommitmentProofs
public import Encoding

/// How an IBC client verifies a CometBFT chain. Source: ICS-7.
public struct IBCClientState: Hashable, Sendable {
    public static let maximumBytes = 64 << 10

    public let chainID: String
    public let options: TrustOptions
    public let unbondingPeriod: Duration
    /// The height of proven misbehaviour; nil for a client that can be used.
    public let frozenHeight: IBCHeight?
    public let latestHeight: IBCHeight
    public let upgradePath: [String]

    /// The specifications of a Cosmos SDK chain as clients write them: IAVL inside, Tendermint outside.
    static let proofSpecs = [
        [0x0a, 9, 8, 1, 24, 1, 32, 1, 42, 1, 0, 0x12, 12, 10, 2, 0, 1, 16, 33, 24, 4, 32, 12, 48, 1],
        [0x0a, 9, 8, 1, 24, 1, 32, 1, 42, 1, 0, 0x12, 12, 10, 2, 0, 1, 16, 32, 24, 1, 32, 1, 48, 1],
    ] as [Bytes]

    /// Parses a protobuf `ibc.lightclients.tendermint.v1.ClientState`.
    ///
    /// - Throws: `CometBFTError.protobuf`, `.malformed` for options that no verifier should have, `.unsupportedProofSpecs`.
    public init(parsing bytes: Bytes) throws(CometBFTError) {
        var reader = try MessageReader(bytes, message: "ClientState", maximumBytes: Self.maximumBytes)
        var chainID = ""
        var threshold: TrustThreshold?
        var durations: [UInt64: Duration] = [:]
        var heights: [UInt64: IBCHeight] = [:]
        var (specs, upgradePath) = ([Bytes](), [String]())
        while let field = try reader.next(repeated: 8, or: 9) {
            switch field.number {
            case 1: chainID = try reader.text(field)
            case 2: threshold = try reader.threshold(field)
            case 3, 4, 5: durations[field.number] = try reader.duration(field)
            case 6, 7: heights[field.number] = try reader.height(field)
            case 8: specs.append(try reader.data(field))
            case 9: upgradePath.append(try reader.text(field))
            // Deprecated: whether a frozen or expired client may be updated by governance. It does not concern verification.
            case 10, 11: _ = try reader.flag(field)
            default: throw reader.unknown(field)
            }
        }
        guard let threshold else { throw reader.missing("trust_level") }
        guard let period = durations[3] else { throw reader.missing("trusting_period") }
        guard specs == Self.proofSpecs else { throw .unsupportedProofSpecs }
        options = try TrustOptions(threshold: threshold, trustingPeriod: period, clockDrift: durations[5] ?? .zero)
        unbondingPeriod = durations[4] ?? .zero
        guard period < unbondingPeriod else {
            throw .malformed("the trusting period", expected: "shorter than the unbonding period \(unbondingPeriod)", got: "\(period)")
        }
        self.chainID = chainID
        frozenHeight = heights[6].flatMap { $0 == IBCHeight(revision: 0, height: 0) ? nil : $0 }
        guard let latest = heights[7] else { throw reader.missing("latest_height") }
        latestHeight = latest
        self.upgradePath = upgradePath
    }
}

extension MessageReader {
    fileprivate mutating func threshold(_ field: Field) throws(CometBFTError) -> TrustThreshold {
        var fraction = try message(field, "Fraction")
        var numbers: [UInt64: UInt64] = [:]
        while let field = try fraction.next() {
            guard field.number <= 2 else { throw fraction.unknown(field) }
            numbers[field.number] = try fraction.number(field)
        }
        return try TrustThreshold(numbers[1] ?? 0, over: numbers[2] ?? 0)
    }
}
