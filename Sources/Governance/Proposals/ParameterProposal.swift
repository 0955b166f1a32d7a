public import CollateralState
public import Encoding
public import Margin
import Signatures

/// A parameter set that is to take effect: what those who govern sign. Short, because it names the set by its digest.
///
/// Bytes: u8 version = 1, u16 length and network, 32 governance set, u64 number of the parameters, 32 previous digest (zero for number 1),
/// 32 digest of the parameters, u64 proposed at (ms), u64 effective at (ms), u64 span and u64 step of the ramp (ms, both zero for none).
public struct ParameterProposal: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumBytes = 1 + 2 + 32 + 32 + 8 + 32 + 32 + 4 * 8

    public let network: NetworkName
    /// The digest of the governance set that holds when the parameters take effect.
    public let governance: Digest
    public let number: UInt64
    public let previous: Digest
    /// The digest of the parameters.
    public let parameters: Digest
    public let proposedAt: Timestamp
    public let effectiveAt: Timestamp
    /// nil: all at once.
    public let ramp: ParameterRamp?
    public let encoded: Bytes
    /// SHA-256("plimsoll/parameter-proposal/v1" 0x00 || bytes): what is signed.
    public let digest: Digest

    /// - Throws: `outOfRange` when it takes effect before it is proposed, or its number and previous digest do not fit.
    public init(
        network: NetworkName, governance: Digest, number: UInt64, previous: Digest, parameters: Digest, proposedAt: Timestamp,
        effectiveAt: Timestamp, ramp: ParameterRamp?
    ) throws(GovernanceError) {
        guard number >= 1, (number == 1) == (previous == .zero) else {
            throw .outOfRange(
                field: "number and previous digest", expected: "number 1 without, a higher one with a previous digest", got: "\(number), \(previous)")
        }
        guard proposedAt <= effectiveAt else {
            throw .outOfRange(field: "time of effect", expected: "\(proposedAt) or later", got: "\(effectiveAt)")
        }
        self.network = network
        self.governance = governance
        self.number = number
        self.previous = previous
        self.parameters = parameters
        self.proposedAt = proposedAt
        self.effectiveAt = effectiveAt
        self.ramp = ramp
        var writer = BinaryWriter(reserving: Self.maximumBytes)
        writer.u8(Self.version)
        try decoding { () throws(EncodingError) in try writer.field16(network.bytes) }
        writer.raw(governance)
        writer.u64(number)
        writer.raw(previous)
        writer.raw(parameters)
        writer.u64(proposedAt.milliseconds)
        writer.u64(effectiveAt.milliseconds)
        writer.u64(ramp?.span ?? 0)
        writer.u64(ramp?.step ?? 0)
        encoded = writer.bytes
        digest = SHA256.hash(tag: .parameterProposal, encoded)
    }

    /// The proposal of a set to those who govern when it takes effect.
    ///
    /// - Throws: `wrongNetwork`, and as above.
    public init(
        _ set: ParameterSet, to history: GovernanceHistory, proposedAt: Timestamp, effectiveAt: Timestamp, ramp: ParameterRamp?
    ) throws(GovernanceError) {
        guard set.network == history.network else {
            throw .wrongNetwork(record: "parameters", expected: history.network, got: set.network)
        }
        try self.init(
            network: set.network, governance: history.set(at: effectiveAt).digest, number: set.number, previous: set.previous,
            parameters: set.digest, proposedAt: proposedAt, effectiveAt: effectiveAt, ramp: ramp)
    }

    /// Reads the canonical bytes, strictly.
    public init(parsing bytes: Bytes) throws(GovernanceError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "parameter proposal", expected: Self.version, got: version)
        }
        let network = try reader.network()
        let (governance, number, previous, parameters) = try decoding { () throws(EncodingError) in
            (try reader.digest(), try reader.u64(), try reader.digest(), try reader.digest())
        }
        let (proposedAt, effectiveAt, span, step) = try decoding { () throws(EncodingError) in
            let times = (try reader.u64(), try reader.u64(), try reader.u64(), try reader.u64())
            try reader.finish()
            return times
        }
        try self.init(
            network: network, governance: governance, number: number, previous: previous, parameters: parameters,
            proposedAt: Timestamp(milliseconds: proposedAt), effectiveAt: Timestamp(milliseconds: effectiveAt),
            ramp: span == 0 && step == 0 ? nil : try ParameterRamp(span: span, step: step))
    }

    /// The copy for people.
    public var json: JSON {
        [
            "network": .string("\(network)"), "governance": .string("\(governance)"), "number": .integer(number),
            "previous": .string("\(previous)"), "parameters": .string("\(parameters)"),
            "proposedAtMilliseconds": .integer(proposedAt.milliseconds), "effectiveAtMilliseconds": .integer(effectiveAt.milliseconds),
            "ramp": ramp.map { ["spanMilliseconds": .integer($0.span), "stepMilliseconds": .integer($0.step)] } ?? .null,
        ]
    }
}
