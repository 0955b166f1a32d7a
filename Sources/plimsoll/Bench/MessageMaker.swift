import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree

/// Makes the messages of the measured stream, one upon the other, as honest attesters would.
struct MessageMaker {
    let stream: BenchStream
    private(set) var tree = AccountTree.empty
    private(set) var tip: CertifiedHeader?

    init(_ stream: BenchStream) { self.stream = stream }

    /// - Parameter changes: ascending by path.
    mutating func next(_ changes: [AccountChange]) throws -> CertifiedMessage {
        tree = try tree.applying(changes)
        let last = tip?.header
        let height = (last?.block.height ?? 0) + 1
        let header = try StateMessageHeader(
            stream: stream.trusted.description.id, sequence: SequenceNumber((last?.sequence.value ?? 0) + 1), previous: last?.digest ?? .zero,
            block: BlockReference(height: height, hash: SHA256.hash(Bytes("block \(height)".utf8))),
            blockTime: Timestamp(milliseconds: height * 12_000), finality: .finalized, attesterSet: 0, accountCount: tree.count,
            stateRoot: tree.root, changesRoot: StateMessage.changesRoot(of: changes))
        let message = try StateMessage(header: header, changes: changes)
        let certified = try stream.history.certify(MessageBundle(message: message, attestations: stream.signers.map { try attest(header, $0) }))
        tip = certified.certificate
        return certified
    }

    private func attest(_ header: StateMessageHeader, _ key: PrivateKey) throws -> Attestation {
        let record = AttestationRecord(
            message: header.digest, evidence: try Evidence(.quorumRead, agreeingSources: 2, distinctOperators: 2),
            observedAt: Timestamp(milliseconds: header.blockTime.milliseconds + 1_000))
        return Attestation(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
    }
}
