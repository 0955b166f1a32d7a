import CollateralState
import Margin

/// Writes a first price list that explains itself, to be signed with `plimsoll prices sign`.
struct PriceText {
    let network: NetworkName
    /// None: an example stands in their place.
    let prices: [AssetPrice]

    static var quote: QuoteCurrency {
        get throws { try QuoteCurrency(parsing: "USD") }
    }

    var text: String {
        """
        # What this source has seen, to be signed: plimsoll prices sign prices.toml --key price.pem --out prices.json
        # From the second list on --after names the signed list before it: stable prices and volatilities follow from that one.

        network = "\(network)"
        quote = "USD"

        # A price is quote units for one whole unit of the asset, an exact decimal in quotes; decimals is the asset's own. Besides, where they are known:
        # confidence (how far off the price may be), volatility (yearly; taken where smoothing begins), observed_at (ms since 1970), redemption and support
        # (what a wrapped asset is redeemed for, and what that brings now, where it is proven). In place of price: trades = [{ price, volume }], averaged by
        # volume, or samples = [{ at, price }], averaged by time. Derivatives stand under [marks."INSTRUMENT"]: price, rate, volatility, and the
        # price_confidence, rate_confidence and volatility_confidence of each. The first list may have [smoothing], which then holds for good.

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
        confidence = "\(price.confidence)"
        volatility = "\(price.volatility)"

        """
    }
}
