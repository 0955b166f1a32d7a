public import CollateralState
public import Encoding

/// A kind of chain that vaults can be read on. One folder in Chains/ has one family; the registry lists them.
public protocol ChainFamily: Sendable {
    /// The name configurations use, for example `evm`.
    var name: String { get }

    /// The vault descriptions that come with the family, by file name.
    var shippedDescriptions: [String: Bytes] { get }

    /// The canonical bytes of a vault description: how the vault's events or accounts map to holdings.
    ///
    /// - Parameter description: the parsed description file. Two files that say the same give the same bytes.
    func mapping(parsing description: JSON) throws(ChainModelError) -> Bytes

    /// An adapter for a stream of this family.
    ///
    /// - Parameter settings: how the observer reads, an object that may be empty; it is not part of the stream's identity.
    func adapter(for stream: StreamDescription, panel: SourcePanel, settings: JSON) throws(ChainModelError) -> any ChainAdapter
}
