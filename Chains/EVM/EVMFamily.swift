public import ChainModel
public import CollateralState
public import Encoding

/// Chains that speak Ethereum's JSON-RPC and hash their headers as Ethereum does.
public struct EVMFamily: ChainFamily {
    public let name = "evm"

    public init() {}

    public var shippedDescriptions: [String: Bytes] {
        [
            "aave-v3-pool.toml": PackageResources.aave_v3_pool_toml,
            "compound-v3-collateral.toml": PackageResources.compound_v3_collateral_toml,
            "erc4626-shares.toml": PackageResources.erc4626_shares_toml,
            "plain.toml": PackageResources.plain_toml,
            "weth9.toml": PackageResources.weth9_toml,
        ]
    }

    public func mapping(parsing description: JSON) throws(ChainModelError) -> Bytes {
        do { return try VaultDescription(parsing: description).mapping() } catch { throw .adapter(error) }
    }

    public func adapter(
        for stream: StreamDescription, panel: SourcePanel, settings: JSON
    ) throws(ChainModelError) -> any ChainAdapter {
        do {
            return try EVMAdapter(stream: stream, panel: panel, settings: try ReadSettings(parsing: settings))
        } catch {
            throw .adapter(error)
        }
    }
}
