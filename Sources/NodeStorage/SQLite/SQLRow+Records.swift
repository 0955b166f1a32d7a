import CollateralState
import Encoding
import Quorum

extension SQLRow {
    func header(_ column: Int32) throws(NodeStorageError) -> StateMessageHeader {
        try parsed(column, StateMessageHeader.init(parsing:))
    }

    func attestation(_ column: Int32) throws(NodeStorageError) -> Attestation {
        try parsed(column, Attestation.init(parsing:))
    }

    /// A certificate's attestations, one after the other.
    func attestations(_ column: Int32) throws(NodeStorageError) -> [Attestation] {
        let bytes = bytes(column)
        var attestations: [Attestation] = []
        for start in stride(from: 0, to: bytes.count, by: Attestation.byteCount) {
            let entry = Bytes(bytes[start..<min(start + Attestation.byteCount, bytes.count)])
            attestations.append(try parsed(entry, column, Attestation.init(parsing:)))
        }
        return attestations
    }

    /// The message whose two halves stand in these columns.
    func message(header: Int32, changes: Int32) throws(NodeStorageError) -> StateMessage {
        try parsed(bytes(header) + bytes(changes), changes, StateMessage.init(parsing:))
    }

    func evidence(_ column: Int32) throws(NodeStorageError) -> EvidenceClass {
        guard let code = UInt8(exactly: integer(column)), let evidence = EvidenceClass(rawValue: code) else {
            throw .corrupt(file: file, what: name(column), expected: "an evidence class", got: "\(integer(column))")
        }
        return evidence
    }
}
