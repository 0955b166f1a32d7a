public import CollateralState
public import Encoding
import TransparencyLog

/// A state message whose header a quorum signed and whose changes hash to the signed changes root.
///
/// That its changes lead to its state root is for the receiver's own tree to show.
public struct CertifiedMessage: Hashable, Sendable {
    public let certificate: CertifiedHeader
    public let message: StateMessage

    public var header: StateMessageHeader { message.header }
    public var digest: Digest { message.digest }
    public var position: MessagePosition { message.position }

    /// - Throws: `differentMessage` when the certificate is of another header, `wrongChangesRoot` when the changes are not the signed ones.
    public init(certificate: CertifiedHeader, message: StateMessage) throws(QuorumError) {
        guard certificate.digest == message.digest else {
            throw .differentMessage(expected: certificate.digest, got: message.digest)
        }
        let root = try message.changesRoot()
        guard root == message.header.changesRoot else {
            throw .wrongChangesRoot(expected: message.header.changesRoot, got: root)
        }
        self.certificate = certificate
        self.message = message
    }

    private init(joined certificate: CertifiedHeader, message: StateMessage) {
        self.certificate = certificate
        self.message = message
    }

    /// The same message with both certificates' attestations.
    ///
    /// - Throws: `differentMessage` when the other is another message.
    public func joined(with other: CertifiedMessage) throws(QuorumError) -> CertifiedMessage {
        CertifiedMessage(joined: try certificate.joined(with: other.certificate), message: message)
    }

    /// The wire form.
    public func bundle() -> MessageBundle {
        MessageBundle(message: message, attestations: certificate.attestations)
    }
}

extension StateMessage {
    /// RFC 9162 tree hash over the encoded changes, in their order.
    public func changesRoot() throws(QuorumError) -> Digest {
        try Self.changesRoot(of: changes)
    }

    /// RFC 9162 tree hash over encoded changes ascending by hashed account key.
    public static func changesRoot(of changes: [AccountChange]) throws(QuorumError) -> Digest {
        do {
            let leaves = try changes.map { (change) throws(CollateralStateError) in try change.encoded() }
            return MerkleTreeHash.root(of: leaves)
        } catch { throw .record(error) }
    }
}
