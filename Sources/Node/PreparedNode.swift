import ChainModel
import ChainRegistry
import CollateralState
import Encoding
import NodeEngine
import NodeStorage
import ProofFile
import Quorum
import Signatures
import UnifiedView

/// All that is read and verified before a node starts.
struct PreparedNode: Sendable {
    let trust: TrustAnchor
    let store: Store
    let engine: Engine
    let token: String?
    let peerCursors: [PeerID: FeedCursor]

    init(_ configuration: NodeConfiguration, progress: (String) -> Void) throws(NodeError) {
        trust = try TrustReader.read(configuration.trust, network: configuration.network)
        token = try SecretFile.firstLine(configuration.listener.tokenFile)
        let key = try KeyFile.read(configuration.key, passphrase: SecretFile.firstLine(configuration.keyPassphraseFile))
        try Self.verify(configuration, trust, key)
        do {
            store = try Store(path: configuration.database, mode: .readWrite(newFeed: Self.newFeedID()))
            let streams = try Self.restore(store, trust, progress)
            peerCursors = try store.peerCursors()
            engine = try Engine(
                configuration: EngineConfiguration(
                    network: configuration.network, attester: key, heartbeatInterval: configuration.heartbeatMilliseconds),
                streams: streams, observers: try Self.observers(configuration), links: try Self.links(store, configuration.network),
                seed: WallClock.now().milliseconds)
        } catch let error as NodeStorageError {
            throw .storage(error)
        } catch let error as NodeError {
            throw error
        } catch {
            throw .invalid(file: configuration.database, setting: "contents", reason: "\(error)")
        }
    }

    /// Each observed stream is pinned, and the key is a member of its genesis set or of a later one.
    private static func verify(_ configuration: NodeConfiguration, _ trust: TrustAnchor, _ key: PrivateKey) throws(NodeError) {
        for chain in configuration.chains where trust[chain.description.id] == nil {
            throw .streamNotTrusted(
                trust: configuration.trust, chain: chain.description.chain.description, stream: chain.description.id)
        }
    }

    private static func restore(
        _ store: Store, _ trust: TrustAnchor, _ progress: (String) -> Void
    ) throws -> [RestoredStream] {
        try trust.streams.map { stream in
            progress("restoring \(stream.description.chain) \(stream.description.vault)")
            return try store.restore(stream)
        }
    }

    private static func observers(_ configuration: NodeConfiguration) throws -> [Observer] {
        try configuration.chains.map {
            Observer(
                adapter: try ChainRegistry.family(named: $0.family).adapter(for: $0.description, panel: $0.panel, settings: .object([:])),
                pollInterval: $0.pollMilliseconds)
        }
    }

    private static func links(_ store: Store, _ network: NetworkName) throws -> LinkBook {
        var book = LinkBook(network: network)
        for link in try store.links() { try book.insert(link) }
        return book
    }

    private static func newFeedID() -> Digest {
        var generator = SystemRandomNumberGenerator()
        return SHA256.hash((0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } })
    }
}

/// Reads the trust file and holds it against the configured network.
public enum TrustReader {
    public static func read(_ file: String, network: NetworkName?) throws(NodeError) -> TrustAnchor {
        let bytes = try BoundedFile.read(file)
        let trust: TrustAnchor
        do { trust = try TrustFile.parse(bytes) } catch { throw .trust(file: file, error) }
        if let network, trust.network != network {
            throw .trust(file: file, .wrongNetwork(expected: network, got: trust.network))
        }
        return trust
    }
}

/// Reads a PEM key.
public enum KeyFile {
    public static func read(_ file: String, passphrase: String?) throws(NodeError) -> PrivateKey {
        let bytes = try BoundedFile.read(file, maximum: 64 << 10)
        guard let pem = String(validating: bytes, as: UTF8.self) else {
            throw .invalid(file: file, setting: "key", reason: "it is not PEM text")
        }
        do { return try PrivateKey(pem: pem, passphrase: passphrase) } catch { throw .key(file: file, error) }
    }
}

/// Reads a PEM file with a public key, or with a private one of which only the public part is kept.
public enum PublicKeyFile {
    public static func read(_ file: String, passphrase: String?) throws(NodeError) -> PublicKey {
        let bytes = try BoundedFile.read(file, maximum: 64 << 10)
        guard let pem = String(validating: bytes, as: UTF8.self) else {
            throw .invalid(file: file, setting: "key", reason: "it is not PEM text")
        }
        do {
            return pem.contains("PRIVATE KEY") ? try PrivateKey(pem: pem, passphrase: passphrase).publicKey : try PublicKey(pem: pem)
        } catch { throw .key(file: file, error) }
    }
}
