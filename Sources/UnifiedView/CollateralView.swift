public import CollateralState
public import Encoding
public import StateTree

/// All collateral across chains at one moment: what every stream stands at, and which accounts belong together.
///
/// Cheap to make, since trees and links are shared with the ledgers: one is made on every change. Equal knowledge gives views with
/// equal digests, whatever the order in which it came.
public struct CollateralView: Sendable {
    public let network: NetworkName
    /// Ascending by stream id.
    public let streams: [StreamStatus]
    public let links: AccountLinks
    /// What this view stands for.
    public let commitment: ViewCommitment
    private let trees: [StreamID: AccountTree]

    /// - Parameter contradictions: why what this node itself reads of a stream's chain cannot stand beside what was certified: such a
    ///   stream is halted in this node's view, whatever others see.
    /// - Throws: `foreignNetwork`, or `duplicateStream` when two ledgers are of one stream.
    public init(
        network: NetworkName, ledgers: some Sequence<StreamLedger>, links: AccountLinks, contradictions: [StreamID: String] = [:]
    ) throws(UnifiedViewError) {
        var streams: [StreamStatus] = []
        var trees: [StreamID: AccountTree] = [:]
        for ledger in ledgers {
            try Self.verify(ledger.streamDescription.network, is: network)
            guard trees.updateValue(ledger.tree, forKey: ledger.stream) == nil else { throw .duplicateStream(ledger.stream) }
            streams.append(contradictions[ledger.stream].map(ledger.status.halted) ?? ledger.status)
        }
        try Self.verify(links.network, is: network)
        self.network = network
        self.streams = streams.sorted { $0.stream < $1.stream }
        self.links = links
        self.trees = trees
        commitment = ViewCommitment(network: network, streams: self.streams, links: links.digest)
    }

    /// What this view stands for, in 32 bytes.
    public var digest: Digest { commitment.digest }

    private static func verify(_ got: NetworkName, is expected: NetworkName) throws(UnifiedViewError) {
        guard got == expected else { throw .foreignNetwork(expected: expected.description, got: got.description) }
    }

    public subscript(stream: StreamID) -> StreamStatus? {
        streams.first { $0.stream == stream }
    }

    /// All accounts of a stream after its last undisputed message, for proofs.
    public func tree(of stream: StreamID) -> AccountTree? { trees[stream] }
}
