import ChainIdentity
import ChainModel
import ChainRegistry
public import CollateralState
import Encoding
import NodeEngine
import NodeStorage
import ProofFile
public import Quorum
public import Signatures
import TransparencyLog
import UnifiedView

/// All that is read and verified before a node starts.
struct PreparedNode: Sendable {
    let trust: TrustAnchor
    let store: Store
    let engine: Engine
    let token: String?
    let peerCursors: [PeerID: FeedCursor]
    let logSigner: NoteSigner?

    init(_ configuration: NodeConfiguration, progress: (String) -> Void) throws(NodeError) {
        trust = try TrustReader.read(configuration.trust, network: configuration.network)
        token = try SecretFile.firstLine(configuration.listener.tokenFile)
        let key = try KeyFile.read(configuration.key, passphrase: SecretFile.firstLine(configuration.keyPassphraseFile))
        try Self.verify(configuration, trust)
        do { logSigner = key.publicKey.scheme == .ed25519 ? try NodeLog.signer(configuration.network, key) : nil } catch {
            throw .invalid(file: configuration.key, setting: "key", reason: "\(error)")
        }
        do { store = try Store(path: configuration.database, mode: .readWrite(newFeed: Self.newFeedID())) } catch { throw .storage(error) }
        do {
            try store.bind(to: configuration.network)
            peerCursors = try store.peerCursors()
        } catch { throw .storage(error) }
        let stored = try StoredStreams(store, trust, progress: progress)
        do {
            engine = try Engine(
                configuration: EngineConfiguration(
                    network: configuration.network, attester: key, heartbeatInterval: configuration.heartbeatMilliseconds),
                streams: stored.restarts, observers: try Self.observers(configuration), links: stored.links, seed: WallClock.now().milliseconds)
        } catch let error as NodeError {
            throw error
        } catch {
            throw .invalid(file: configuration.database, setting: "contents", reason: "\(error)")
        }
    }

    /// Each observed stream is pinned, as the configuration describes it.
    private static func verify(_ configuration: NodeConfiguration, _ trust: TrustAnchor) throws(NodeError) {
        for chain in configuration.chains where trust[chain.description.id] == nil {
            throw .streamNotTrusted(
                file: configuration.file, trust: configuration.trust, chain: chain.description.chain.description, stream: chain.description.id)
        }
    }

    private static func observers(_ configuration: NodeConfiguration) throws(NodeError) -> [Observer] {
        try configuration.chains.map { (chain) throws(NodeError) in
            do throws(ChainModelError) {
                let adapter = try ChainFamilies.family(named: chain.family).adapter(
                    for: chain.description, panel: chain.panel, settings: [:])
                return Observer(adapter: adapter, pollInterval: chain.pollMilliseconds)
            } catch {
                throw .chain(file: configuration.file, chain: chain.description.chain.description, error)
            }
        }
    }

    private static func newFeedID() -> Digest {
        var generator = SystemRandomNumberGenerator()
        return SHA256.hash((0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64) { Array($0) } })
    }
}

/// Reads the trust file and holds it against the configured network.
public enum TrustReader {
    public static func read(_ file: String, network: NetworkName?) throws(NodeError) -> TrustAnchor {
        let bytes = try BoundedFile.read(file)
        let trust: TrustAnchor
        do { trust = try TrustFile.parse(bytes) } catch { throw .trust(file: file, error) }
        if let network, trust.network != network {
            throw .invalid(file: file, setting: "network", reason: "the trust file is of network \(trust.network), the configuration of \(network)")
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
