import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures

/// A token of the development chains; any address can be deposited there, and these have a price.
struct DevelopmentToken: Sendable {
    let symbol: String
    let address: EthereumAddress
    let decimals: UInt8
    let className: String
    let price: String
    let confidence: String
    /// Yearly.
    let volatility: String

    static var dollar: DevelopmentToken {
        get throws {
            try DevelopmentToken(
                symbol: "USDC", address: address(0x0d), decimals: 6, className: "stablecoin", price: "1",
                confidence: "0.0005", volatility: "0.01")
        }
    }

    static var ether: DevelopmentToken {
        get throws {
            try DevelopmentToken(
                symbol: "WETH", address: address(0x0e), decimals: 18, className: "bluechip", price: "2500",
                confidence: "1", volatility: "0.6")
        }
    }

    static func address(_ last: UInt8) throws -> EthereumAddress {
        try EthereumAddress(bytes: Bytes(repeating: 0, count: 19) + [last])
    }

    func asset(on chain: ChainID) throws -> AssetID { try AssetID(parsing: "\(chain)/erc20:\(address)") }

    func assetPrice(on chain: ChainID, at now: Timestamp) throws -> AssetPrice {
        try AssetPrice(
            first: asset(on: chain), decimals: decimals, price: FixedPoint(parsing: price), confidence: FixedPoint(parsing: confidence),
            volatility: FixedPoint(parsing: volatility), observedAt: now)
    }
}
