import ChainIdentity
import CollateralState
import EVM
import Encoding
import Node
import ProofFile
import Quorum
import Signatures

/// Writes everything that nodes of one network need: keys, configurations, vault description, trust file.
struct TestNetwork: Sendable {
    /// One vault on one chain, and how nodes read it.
    struct Chain: Sendable {
        let id: UInt64
        let vault: EthereumAddress
        /// As a configuration spells it.
        var finality = "finalized"
        /// Each is of an operator of its own.
        let sources: [String]

        var chainID: ChainID { ChainID(eip155: id) }

        func account(_ address: EthereumAddress) throws -> AccountID {
            try AccountID(chain: chainID, key: AccountKey(address.bytes))
        }
    }

    /// One node: which two chains it serves, and whose feeds it reads. Nodes and chains go by their index.
    struct Plan: Sendable {
        let chains: [Int]
        let peers: [Int]
    }

    let folder: TestFolder
    let chains: [Chain]
    let plans: [Plan]
    /// Of the nodes' HTTP.
    let ports: [Int]
    let trust: TrustAnchor
    /// The nodes' attester keys.
    let keys: [PublicKey]
    /// Between two looks at a chain.
    static let pollMilliseconds = 100

    /// Each node attests the streams of its chains, and more than half of a stream's attesters must agree.
    init(chains: [Chain], plans: [Plan]) throws {
        folder = try TestFolder()
        self.chains = chains
        self.plans = plans
        ports = try FreePorts.take(plans.count)
        try folder.write(EVMFamily().shippedDescriptions["plain.toml", default: []], "plain.toml")
        var keys: [PublicKey] = []
        for (index, plan) in plans.enumerated() {
            let key = try PrivateKey.generate(.ed25519)
            try folder.write(key.pem(passphrase: nil), "node-\(index)/attester.pem")
            try folder.write(Self.configuration(plan, chains, ports, own: index), "node-\(index)/node.toml")
            keys.append(key.publicKey)
        }
        var streams: [TrustedStream] = []
        for chain in chains.indices {
            guard let reader = plans.firstIndex(where: { $0.chains.contains(chain) }) else { continue }
            let configuration = try NodeConfiguration.read(folder.file("node-\(reader)/node.toml"))
            let description = configuration.chains[plans[reader].chains.firstIndex(of: chain) ?? 0].description
            let attesters = try plans.indices.filter { plans[$0].chains.contains(chain) }.map { try Attester(key: keys[$0], weight: 1) }
            streams.append(
                try TrustedStream(
                    description: description,
                    genesis: AttesterSet(
                        stream: description.id, number: 0, firstSequence: .first, threshold: UInt64(attesters.count / 2 + 1), attesters: attesters)))
        }
        self.keys = keys
        trust = try TrustAnchor(network: NetworkName(parsing: "test"), streams: streams, priceSources: [])
        try folder.write(TrustFile.print(trust), "trust.json")
    }

    func configurationFile(_ node: Int) -> String { folder.file("node-\(node)/node.toml") }
    func database(_ node: Int) -> String { folder.file("node-\(node)/node.db") }
    func url(_ node: Int) -> String { "http://127.0.0.1:\(ports[node])" }

    func stream(_ chain: Int) throws -> TrustedStream {
        let id = chains[chain].chainID
        guard let stream = trust.streams.first(where: { $0.description.chain == id }) else { throw NotTrusted(chain: id) }
        return stream
    }

    struct NotTrusted: Error {
        let chain: ChainID
    }

    private static func configuration(_ plan: Plan, _ chains: [Chain], _ ports: [Int], own: Int) throws -> String {
        let head = """
            network = "test"
            trust = "../trust.json"
            database = "node.db"
            key = "attester.pem"
            listen = "127.0.0.1:\(ports[own])"
            heartbeat_seconds = 1


            """
        let peers = plan.peers.map { "[[peer]]\nname = \"node-\($0)\"\nurl = \"http://127.0.0.1:\(ports[$0])\"\n" }
        return try head + plan.chains.map { try section(chains[$0]) }.joined() + peers.joined()
    }

    private static func section(_ chain: Chain) throws -> String {
        let sources = chain.sources.enumerated().map { index, url in
            "[[chain.source]]\nname = \"source-\(index)\"\noperator = \"operator-\(index)\"\nurl = \"\(url)\"\n"
        }
        return """
            [[chain]]
            family = "evm"
            vault = "\(try chain.account(chain.vault))"
            description = "../plain.toml"
            finality = "\(chain.finality)"
            first_height = 1
            poll_milliseconds = \(pollMilliseconds)

            """ + sources.joined() + "\n"
    }
}
