public import ChainModel
public import CollateralState
import ChainIdentity
import Encoding
import EthereumHeader
import Signatures

/// Reads the events of one vault contract on one Ethereum-like chain, from several JSON-RPC sources.
///
/// First question: who are you? The stream says which chain, vault, mapping and finality rule; the panel from whom it is read.
public struct EVMAdapter: ChainAdapter {
    public let stream: StreamDescription
    public let panel: SourcePanel
    public let settings: ReadSettings

    let description: VaultDescription
    let vault: EthereumAddress
    /// What `eth_chainId` must answer.
    let chainNumber: UInt64
    let topics: Set<Digest>
    private let vaultBits: LogsBloom.Bits
    private let topicBits: [LogsBloom.Bits]

    /// - Throws: when the stream is not of namespace `eip155`, its mapping is not a canonical vault description, or the read rule demands
    ///   more than sources that answer JSON-RPC can give.
    public init(stream: StreamDescription, panel: SourcePanel, settings: ReadSettings) throws(EVMError) {
        guard stream.chain.namespace == "eip155" else {
            throw .wrongNamespace(expected: "eip155", got: stream.chain.namespace)
        }
        guard panel.rule.minimumEvidence <= .quorumRead else {
            throw .outOfRange(field: "minimum evidence", expected: "single read or quorum read", got: "\(panel.rule.minimumEvidence)")
        }
        self.stream = stream
        self.panel = panel
        self.settings = settings
        description = try VaultDescription(mapping: stream.mapping)
        do {
            chainNumber = try stream.chain.eip155Number()
            vault = try EthereumAddress(bytes: try stream.vault.key().bytes)
        } catch let error as ChainIdentityError {
            throw .identity(error)
        } catch {
            throw .address(stream.vault.description, reason: "\(error)")
        }
        topics = Set(description.topics)
        vaultBits = LogsBloom.Bits(vault)
        topicBits = description.topics.map { LogsBloom.Bits($0) }
    }

    /// False is a proof: the block has no event of the vault that the description knows.
    func mayHoldEvents(_ header: SealedHeader) -> Bool {
        let bloom = header.logsBloom
        return bloom.mayContain(vaultBits) && topicBits.contains { bloom.mayContain($0) }
    }

    func place(in block: SealedHeader) -> EventLog.Place {
        EventLog.Place(block: block, vault: vault, topics: topics)
    }
}
