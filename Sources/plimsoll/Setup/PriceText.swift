import CollateralState

/// Writes a first price list that explains itself, to be signed with `plimsoll prices`.
struct PriceText {
    let network: NetworkName

    var text: String {
        """
        # Prices, to be signed: plimsoll prices prices.toml --key price.pem --out prices.json
        # Every new list has the next number; --previous names the signed list before it.

        network = "\(network)"
        quote = "USD"
        number = 1

        # A price is quote units for one whole unit of the asset, an exact decimal in quotes; decimals is the asset's own.
        [prices."eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"]
        decimals = 6
        price = "1"

        """
    }
}
