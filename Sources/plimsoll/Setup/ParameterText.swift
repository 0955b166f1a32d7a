import ChainIdentity
import CollateralState

/// Writes a first parameter file that explains itself.
struct ParameterText {
    let network: NetworkName
    /// Asset and class.
    let assets: [(asset: AssetID, className: String)]

    var text: String {
        let listed = assets.isEmpty
            ? "[assets]\n# [assets.\"eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48\"]\n# class = \"stablecoin\"\n"
            : assets.map { "[assets.\"\($0.asset)\"]\nclass = \"\($0.className)\"\n" }.joined(separator: "\n")
        return """
            # How holdings count for margin. Rates and haircuts are shares of market value, in quotes: they are exact decimals.

            format = "plimsoll/parameters/v1"
            network = "\(network)"
            number = 1
            maximumPriceAgeMilliseconds = 3600000      # older prices count as none

            [streams]
            maximumAgeMilliseconds = 120000            # a stream nobody has vouched for in so long counts zero
            freshMilliseconds = 60000                  # from here on it fades, for initial margin
            minimumEvidence = 1                        # evidence class; a stream known by less counts zero
            frozenHaircut = "0.5"                      # a stream under dispute counts as its last undisputed message, less this
            finalityHaircuts = { safe = "0.02", latest = "0.10" }
            outage = { afterMilliseconds = 90000, haircut = "0.05" }   # a silent chain: what is there could not be sold now

            [states]
            call = "1.25"                              # margin ratio below which the owner is called
            reduceOnly = "1.10"                        # below which the account may only reduce what it owes

            [classes.stablecoin]
            haircut = "0.02"
            debt = { initial = "0.05", maintenance = "0.03" }
            position = { initial = "0.05", maintenance = "0.03" }

            [classes.bluechip]
            haircut = { initial = "0.15", maintenance = "0.10" }
            volatility = { multiple = "2.338", horizonDays = "2" }     # expected shortfall at 97.5 % over two days, where that is more
            tiers = [{ upTo = "10000000", counts = "1" }, { upTo = "50000000", counts = "0.9" }, { counts = "0.75" }]
            debt = { initial = "0.20", maintenance = "0.10" }
            position = { initial = "0.20", maintenance = "0.10" }

            [classes.altcoin]
            haircut = { initial = "0.40", maintenance = "0.30" }
            volatility = { multiple = "2.338", horizonDays = "3" }
            tiers = [{ upTo = "1000000", counts = "1" }, { upTo = "5000000", counts = "0.8" }, { counts = "0.4" }]
            debt = { initial = "0.50", maintenance = "0.30" }
            position = { initial = "0.50", maintenance = "0.30" }

            \(listed)
            # A trading venue outside the chains; its signed record goes under venues in the node's configuration, and instruments that settle there name it.
            # [venues.north]
            # maximumAgeMilliseconds = 600000          # of an older record profits and cash count zero; losses and positions stay
            # profitShare = "0.5"                      # of unrealised profit; losses count in full
            # orderFee = "1"                           # set aside for each open order

            """
    }
}
