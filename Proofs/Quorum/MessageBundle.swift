public import CollateralState
import Encoding

/// A message and attestations as they travel: parsed, not verified.
///
/// Bytes: u32 length and message, u16 count, then attestations of 139 bytes ascending by key id.
public struct MessageBundle: Hashable, Sendable {
    /// The largest bundle: the largest message and one attestation for each of 256 attesters.
    public static let maximumBytes = 4 + StateMessage.maximumBytes + 2 + AttesterSet.maximumAttesters * Attestation.byteCount

    public let message: StateMessage
    public let attestations: [Attestation]

    public init(message: StateMessage, attestations: [Attestation]) {
        self.message = message
        self.attestations = attestations
    }

    public init(parsing bytes: [UInt8]) throws(QuorumError) {
        do {
            var reader = BinaryReader(bytes)
            let (messageBytes, count) = try (reader.field32(max: StateMessage.maximumBytes), reader.u16())
            guard Int(count) <= AttesterSet.maximumAttesters else { throw Self.tooMany(Int(count)) }
            var attestations: [Attestation] = []
            for _ in 0..<count { attestations.append(try Attestation(parsing: try reader.raw(Attestation.byteCount))) }
            try reader.finish()
            self.init(message: try StateMessage(parsing: messageBytes), attestations: attestations)
        } catch let error as EncodingError {
            throw .record(.encoding(error))
        } catch let error as CollateralStateError {
            throw .record(error)
        } catch let error as QuorumError {
            throw error
        } catch {
            throw .record(.outOfRange(field: "message bundle", expected: "well-formed bytes", got: "\(error)"))
        }
    }

    /// - Throws: `outOfRange` for more than 256 attestations.
    public func encoded() throws(QuorumError) -> [UInt8] {
        guard attestations.count <= AttesterSet.maximumAttesters else { throw Self.tooMany(attestations.count) }
        let bytes: [UInt8]
        do { bytes = try message.encoded() } catch { throw .record(error) }
        var writer = BinaryWriter(reserving: bytes.count + 6 + attestations.count * Attestation.byteCount)
        writer.field32(bytes)
        writer.u16(UInt16(truncatingIfNeeded: attestations.count))  // At most 256: one per attester.
        for attestation in attestations { writer.raw(attestation.encoded) }
        return writer.bytes
    }

    private static func tooMany(_ count: Int) -> QuorumError {
        .record(.outOfRange(field: "attestations", expected: "at most \(AttesterSet.maximumAttesters)", got: "\(count)"))
    }
}
