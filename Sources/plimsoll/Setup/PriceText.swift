import CollateralState
import Margin

/// Writes a first price list that explains itself, to be signed with `plimsoll prices`.
struct PriceText {
    let network: NetworkName
    /// None: an example stands in their place.
    let prices: [AssetPrice]

    static var quote: QuoteCurrency {
        get throws { try QuoteCurrency(parsing: "USD") }
    }

    var text: String {
        """
        # Prices, to be signed: plimsoll prices prices.toml --key price.pem --out prices.json
        # Every new list has the next number; --previous names the signed list before it.

        network = "\(network)"
        quote = "USD"
        number = 1

        # A price is quote units for one whole unit of the asset, an exact decimal in quotes; decimals is the asset's own.

        """ + (prices.isEmpty ? [Self.example] : prices.map(Self.section)).joined(separator: "\n")
    }

    private static let example = """
        [prices."eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"]
        decimals = 6
        price = "1"

        """

    private static func section(_ price: AssetPrice) -> String {
        """
        [prices."\(price.asset)"]
        decimals = \(price.decimals)
        price = "\(price.price)"

        """
    }
}
