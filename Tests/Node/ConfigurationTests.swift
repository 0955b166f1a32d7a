import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import Node
import NodeEngine
import NodeAPI
import NodeTransport
import Testing

@Suite("A node's configuration file")
struct ConfigurationTests {
    @Test("every setting becomes a value, and relative paths start at the file's folder")
    func values() throws {
        let sample = try ConfigurationSample()
        let read = try sample.read()
        #expect(read.network.description == "test")
        #expect(read.database == sample.folder.file("node/node.db"))
        #expect(read.trust == sample.folder.file("trust.json"))
        #expect(read.key == "/keys/attester.pem")
        #expect(read.keyPassphraseFile == nil)
        #expect(read.venues == [])
        #expect(read.prices == [sample.folder.file("prices.json")])
        #expect(read.links == sample.folder.file("links"))
        #expect(read.heartbeatMilliseconds == 10_000)
        #expect(read.listener.host == "127.0.0.1" && read.listener.port == 7_300 && read.listener.isLoopback)
        #expect(read.peers.map(\.id.description) == ["desk-b"])
        #expect(read.peers.first?.tokenFile == sample.folder.file("node/desk-b.token"))
    }

    @Test("a chain names its vault, finality and first block, and its sources become a panel whose majority must agree")
    func chains() throws {
        let chains = try ConfigurationSample().read().chains
        #expect(chains.map(\.description.chain.description) == ["eip155:1", "eip155:10"])
        #expect(chains.map(\.description.finality) == [.finalized, .confirmations(12)])
        #expect(chains.map(\.description.firstHeight) == [17, 1])
        #expect(chains.map(\.pollMilliseconds) == [1_000, 250])
        #expect(chains[0].panel.rule.requiredOperators == 2 && chains[0].panel.rule.minimumEvidence == .quorumRead)
        #expect(chains[1].panel.rule.requiredOperators == 1 && chains[1].panel.rule.minimumEvidence == .singleRead)
        #expect(chains[0].panel.sources.map(\.name) == ["one", "two"])
        #expect(chains[0].endpoints[SourceID(0)]?.url == "https://rpc.example.org/v2/secret-key")
        #expect(chains[0].endpoints[SourceID(0)]?.description == "https://rpc.example.org")
        #expect(chains[1].endpoints[SourceID(0)]?.url == "http://127.0.0.1:9545")
    }

    @Test("how the chain is read is part of the stream's identity, and how often or from whom is not")
    func identity() throws {
        let plain = try ConfigurationSample().read().chains[0].description.id
        let same = try ConfigurationSample { $0.replacingLine("operator = \"beta\"", with: "operator = \"gamma\"") }
        #expect(try same.read().chains[0].description.id == plain)
        for line in ["finality = \"safe\"", "first_height = 18", "vault = \"eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359\""] {
            let key = line.prefix { $0 != "=" }
            let other = try ConfigurationSample { $0.replacingLine(String(key), with: line) }
            #expect(try other.read().chains[0].description.id != plain, "\(line)")
        }
        let network = try ConfigurationSample { $0.replacingLine("network", with: "network = \"live\"") }
        #expect(try network.read().chains[0].description.id != plain)
    }

    @Test("off loopback a listener needs certificate, key and token")
    func listening() throws {
        let open = try ConfigurationSample { $0.replacingLine("listen", with: "listen = \"[::]:7300\"") }
        #expect { try open.read() } throws: { error in
            guard case .openListener(file: open.file, _)? = error as? NodeError else { return false }
            return true
        }
        let secret = "tls_certificate = \"c.pem\"\ntls_key = \"k.pem\"\ntoken_file = \"token\"\n"
        let closed = try ConfigurationSample { secret + $0.replacingLine("listen", with: "listen = \"[::]:7300\"") }
        let listener = try closed.read().listener
        #expect(listener.host == "::" && !listener.isLoopback)
        #expect(listener.tls?.certificate == closed.folder.file("node/c.pem"))
        let local = try ConfigurationSample { $0.replacingLine("listen", with: "listen = \"[::1]:0\"") }
        #expect(try local.read().listener.isLoopback)
    }

    /// A line, what takes its place, and what the error must say.
    static let mistakes: [(line: String, instead: String?, says: String)] = [
        ("network", nil, "network"),
        ("listen", "listen = \"127.0.0.1:70000\"", "listen"),
        ("listen", "listen = \":\"", "listen"),
        ("finality", "finality = \"confirmations:007\"", "finality"),
        ("finality", "finality = \"confirmations:-1\"", "finality"),
        ("finality", "finality = \"latest\"", "finality"),
        ("first_height", "first_height = -1", "first_height"),
        ("required_operators", "required_operators = 9", "source"),
        ("minimum_evidence", "minimum_evidence = \"consensus\"", "minimum_evidence"),
        ("minimum_evidence", "minimum_evidence = \"quorum-read\"", "source"),
        ("name = \"two\"", "name = \"one\"", "source"),
        ("operator = \"beta\"", "operator = \"Beta\"", "source"),
        ("name = \"desk-b\"", "name = \"\"", "peer[0].name"),
        ("poll_milliseconds", "poll_milliseconds = 3600001", "poll_milliseconds"),
        ("description", "description = \"../trust.json\"", "trust.json"),
    ]

    @Test("a mistake is named with its file and its place", arguments: mistakes.indices)
    func mistake(_ index: Int) throws {
        let (line, instead, says) = Self.mistakes[index]
        let sample = try ConfigurationSample { $0.replacingLine(line, with: instead) }
        do {
            _ = try sample.read()
            Issue.record("\(instead ?? "no \(line)") was accepted")
        } catch {
            #expect("\(error)".contains(says), "\(error)")
            #expect("\(error)".contains(sample.folder.path), "\(error)")
        }
    }

    @Test("two peers of one name are refused")
    func twinPeers() throws {
        let sample = try ConfigurationSample { $0 + "\n\n[[peer]]\nname = \"desk-b\"\nurl = \"http://127.0.0.1:7302\"\n" }
        #expect { try sample.read() } throws: { "\($0)".contains("two peers are named desk-b") }
    }
}
