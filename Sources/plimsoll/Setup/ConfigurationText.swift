import ChainIdentity
import CollateralState
import Encoding

/// A chain as a new configuration describes it.
struct ChainPlan {
    let vault: AccountID
    /// The vault description, relative to the configuration.
    let descriptionFile: String
    /// As the configuration spells it: finalized, safe or confirmations:N.
    let finality: String
    let firstHeight: UInt64
    let pollMilliseconds: Int
    let sources: [(name: String, operatorName: String, url: String)]
}

/// Writes a configuration file that explains itself.
struct ConfigurationText {
    let network: NetworkName
    let listen: String
    let heartbeatSeconds: Int
    let chains: [ChainPlan]
    let peers: [(name: String, url: String)]
    /// Where files that several nodes share lie, relative to the configuration.
    var sharedFolder = "."

    var text: String {
        ([head] + chains.map(section) + (peers.isEmpty ? [peerExample] : peers.map(section))).joined(separator: "\n")
    }

    private var head: String {
        """
        # One Plimsoll node: two chains, one attester key. Relative paths start at this file's folder.

        network = "\(network)"                # the deployment's own name; part of every stream's identity
        trust = "\(sharedFolder)/trust.json"            # pins streams, their first attesters, and who may sign prices and speak for venues
        database = "node.db"                # made when absent; one node, one database
        key = "attester.pem"                # this node's attester key: plimsoll keys new attester.pem
        # key_passphrase_file = "passphrase"  # when the key is encrypted

        listen = \(quoted(listen))      # anything but loopback needs the three settings below
        # tls_certificate = "server.pem"
        # tls_key = "server-key.pem"
        # token_file = "token"              # requests must then carry it: authorization: Bearer TOKEN

        parameters = "\(sharedFolder)/parameters.toml"  # haircuts and requirements; read again when it changes
        # governance = "\(sharedFolder)/governance.json" # who decides upon parameters: then these are signed proposals, one file or [several],
        # parameters_pinned = "\(sharedFolder)/parameters.toml"  # and this holds until the first of them does: plimsoll params --help
        prices = "\(sharedFolder)/prices.json"          # signed prices, one file or [one of each source]; read again when they change
        # venues = ["venue.json"]           # signed records of the venues that the parameters name, one file of each; read again when they change
        # market = "market.json"            # what selling and hedging are believed to cost: plimsoll market example; read again when it changes
        links = "\(sharedFolder)/links"                 # signed account links, *.json; new files are taken up
        heartbeat_seconds = \(heartbeatSeconds)               # how often "nothing newer up to here" is signed while nothing changes

        """
    }

    private func section(_ chain: ChainPlan) -> String {
        """
        [[chain]]
        family = "evm"
        vault = "\(chain.vault)"
        description = \(quoted(chain.descriptionFile))   # how the vault's events become holdings; part of the stream's identity
        finality = \(quoted(chain.finality))              # finalized, safe, or confirmations:N
        first_height = \(chain.firstHeight)                    # the first block that may hold a change
        poll_milliseconds = \(chain.pollMilliseconds)
        required_operators = \(Set(chain.sources.map(\.operatorName)).count / 2 + 1)              # distinct operators that must agree; more than half
        # minimum_evidence = "quorum-read"  # refuse to sign on less; "single-read" lets one operator do

        """ + chain.sources.map(source).joined()
    }

    private func source(_ source: (name: String, operatorName: String, url: String)) -> String {
        """
        [[chain.source]]
        name = \(quoted(source.name))
        operator = \(quoted(source.operatorName))
        url = \(quoted(source.url))

        """
    }

    private func section(_ peer: (name: String, url: String)) -> String {
        """
        [[peer]]
        name = \(quoted(peer.name))
        url = \(quoted(peer.url))

        """
    }

    /// A TOML basic string.
    private func quoted(_ text: String) -> String { JSON.string(text).printed() }

    private var peerExample: String {
        """
        # The other attesters' nodes. Their feeds are read; nobody writes to this node.
        # [[peer]]
        # name = "desk-b"
        # url = "https://node.example.org:7300"
        # token_file = "desk-b.token"

        """
    }
}
