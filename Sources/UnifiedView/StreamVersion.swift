import CollateralState
import Encoding
import Quorum
import StateTree

/// A stream as it was after one message: the certificate and the tree.
struct StreamVersion: Sendable {
    /// nil before the first message.
    private(set) var certificate: CertifiedHeader?
    let tree: AccountTree
    /// How many accounts the message changed: what this version costs in memory beside the one before.
    let changes: Int

    static let start = StreamVersion(certificate: nil, tree: .empty, changes: 0)

    var header: StateMessageHeader? { certificate?.header }
    /// 0 before the first message.
    var sequenceValue: UInt64 { header?.sequence.value ?? 0 }
    /// What the next message must name as its previous; zero before the first.
    var digest: Digest { certificate?.digest ?? .zero }

    /// Takes the attestations of another certificate of the same message; false when there was nothing new in it.
    mutating func join(_ other: CertifiedHeader) throws(UnifiedViewError) -> Bool {
        guard let certificate, certificate != other else { return false }  // Most duplicates are plain repeats.
        let joined: CertifiedHeader
        do { joined = try certificate.joined(with: other) } catch { throw .quorum(error) }
        guard joined != certificate else { return false }
        self.certificate = joined
        return true
    }
}

extension StreamVersion {
    /// The version after a message that names this one as its previous.
    ///
    /// - Throws: what the message says and the stream's own state contradicts.
    func applying(_ message: CertifiedMessage, of description: StreamDescription) throws(UnifiedViewError) -> StreamVersion {
        try verifyBlock(of: message.header, description)
        let header = message.header
        let next: AccountTree
        do { next = try tree.applying(message.message.changes) } catch { throw .changesDoNotApply(header.position, error) }
        guard next.count == header.accountCount else {
            throw .wrongAccountCount(header.position, expected: next.count, got: header.accountCount)
        }
        guard next.root == header.stateRoot else {
            throw .wrongStateRoot(header.position, expected: next.root, got: header.stateRoot)
        }
        return StreamVersion(certificate: message.certificate, tree: next, changes: message.message.changes.count)
    }

    /// Height and time never go back; one height has one block; finality is the description's.
    private func verifyBlock(of next: StateMessageHeader, _ description: StreamDescription) throws(UnifiedViewError) {
        guard next.finality == description.finality.finality else {
            throw .wrongFinality(next.position, expected: description.finality.finality, got: next.finality)
        }
        guard next.block.height >= description.firstHeight else {
            throw .heightBeforeFirst(next.position, first: description.firstHeight, got: next.block.height)
        }
        guard let header else { return }
        guard next.block.height >= header.block.height else {
            throw .heightWentBack(next.position, previous: header.block.height, got: next.block.height)
        }
        guard next.block.height > header.block.height || next.block.hash == header.block.hash else {
            throw .blockChanged(next.position, height: next.block.height, previous: header.block.hash, got: next.block.hash)
        }
        guard next.blockTime >= header.blockTime else {
            throw .timeWentBack(next.position, previous: header.blockTime, got: next.blockTime)
        }
    }
}
