import Node

/// A good configuration and what it names, in a folder of its own.
struct ConfigurationSample {
    let folder: ScratchFolder
    let file: String

    /// - Parameter change: of the configuration's text.
    init(_ change: (String) -> String = { $0 }) throws {
        folder = try ScratchFolder()
        try folder.write(Self.description, "vault.toml")
        file = try folder.write(change(Self.text), "node/node.toml")
    }

    /// The file as a node reads it.
    func read() throws(NodeError) -> NodeConfiguration { try NodeConfiguration.read(file) }

    static let text = """
        network = "test"
        database = "node.db"
        trust = "../trust.json"
        key = "/keys/attester.pem"
        listen = "127.0.0.1:7300"
        parameters = "../parameters.toml"
        prices = "../prices.json"
        links = "../links"

        [[chain]]
        family = "evm"
        vault = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        description = "../vault.toml"
        finality = "finalized"
        first_height = 17
        [[chain.source]]
        name = "one"
        operator = "alpha"
        url = "https://rpc.example.org/v2/secret-key"
        [[chain.source]]
        name = "two"
        operator = "beta"
        url = "http://127.0.0.1:8545"

        [[chain]]
        family = "evm"
        vault = "eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        description = "../vault.toml"
        finality = "confirmations:12"
        first_height = 1
        poll_milliseconds = 250
        required_operators = 1
        minimum_evidence = "single-read"
        [[chain.source]]
        name = "one"
        operator = "alpha"
        url = "http://127.0.0.1:9545/"

        [[peer]]
        name = "desk-b"
        url = "http://127.0.0.1:7301"
        token_file = "desk-b.token"
        """

    static let description = """
        name = "One event"

        [[event]]
        signature = "Deposit(address indexed account, address indexed asset, uint256 amount)"

        [[event.effect]]
        account = "account"
        kind = "collateral"
        change = "add"
        asset = { token = "asset" }
        amount = "amount"
        """
}

extension String {
    /// The text with the first line that begins so replaced; nil takes it away.
    func replacingLine(_ start: String, with line: String?) -> String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let place = lines.firstIndex(where: { $0.hasPrefix(start) }) else { return self }
        if let line { lines[place] = line } else { lines.remove(at: place) }
        return lines.joined(separator: "\n")
    }
}
