import ChainIdentity
import ChainModel
import CollateralState
import Devnet
import EVM
import Encoding
import NodeEngine
import Quantities
import Quorum
import Signatures
import StateTree
import TestVectors
import UnifiedView

/// Two chains, three nodes of their pair and everything that can go wrong between them, from one seed.
struct SimulatedWorld {
    var random: SeededGenerator
    var now = Timestamp(milliseconds: 1_700_000_000_000)
    var chains: [DevelopmentChain]
    var nodes: [SimulatedNode]
    let trust: TrustAnchor
    let descriptions: [StreamDescription]
    /// Every digest each key was ever seen to sign, at any node.
    private var signed: [KeyID: [MessagePosition: Digest]] = [:]
    /// Balances by chain and height, as the vault itself has them.
    private var books: [[UInt64: [AccountKey: [HoldingKey: Int256]]]] = [[:], [:]]
    private var current: [[AccountKey: [HoldingKey: Int256]]] = [[:], [:]]
    private var pending: [[VaultAction]] = [[], []]

    static let vaults = try! EVMFamily().mapping(parsing: plainVault)
    static let sourcesPerChain = 3

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        let network = try NetworkName(parsing: "simulation")
        let time = now
        chains = [UInt64(501), 502].map { id in
            var configuration = DevelopmentChain.Configuration(chainID: id, genesisTime: time)
            configuration.finalityLag = FinalityLag(safe: 1, finalized: 2)
            configuration.sources = Self.sourcesPerChain
            return DevelopmentChain(configuration)
        }
        let described = try [UInt64(501), 502].map { id in
            let vault = try AccountID(chain: ChainID(eip155: id), key: AccountKey(DevelopmentChain.defaultVault.bytes))
            return try StreamDescription(network: network, vault: vault, finality: .finalized, firstHeight: 1, mapping: Self.vaults)
        }
        descriptions = described
        let keys = try (1...3).map { try PrivateKey(scheme: .ed25519, rawSecret: Array(repeating: UInt8($0), count: 32)) }
        let members = try keys.map { try Attester(key: $0.publicKey, weight: 1) }
        let anchor = try TrustAnchor(
            network: network,
            streams: described.map {
                try TrustedStream(
                    description: $0, genesis: AttesterSet(stream: $0.id, number: 0, firstSequence: .first, threshold: 2, attesters: members))
            }, priceSources: [])
        trust = anchor
        let observers = try described.map { Observer(adapter: try Self.adapter($0), pollInterval: 500) }
        nodes = try keys.enumerated().map { index, key in
            try SimulatedNode(PeerID(parsing: "node-\(index)"), key: key, observers: observers, trust: anchor, seed: seed &+ UInt64(index))
        }
    }

    private static func adapter(_ description: StreamDescription) throws -> any ChainAdapter {
        let sources = try (0..<sourcesPerChain).map { try Source(id: SourceID($0), name: "s\($0)", operatorName: "o\($0)") }
        let rule = try ReadRule(requiredOperators: 2, of: sourcesPerChain, minimumEvidence: .quorumRead)
        return try EVMFamily().adapter(for: description, panel: SourcePanel(sources: sources, rule: rule), settings: [:])
    }

    // MARK: What happens

    /// One random happening, then the laws.
    mutating func step(faults: Bool) throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<12: try act()
        case 12..<24: try mine()
        case 24..<50: try answerOne(faults: faults)
        case 50..<74: try pullOne(faults: faults)
        case 74..<80 where faults: try changeFault()
        default:
            now = Timestamp(milliseconds: now.milliseconds + UInt64.random(in: 10...900, using: &random))
            try handle(.tick, at: Int.random(in: nodes.indices, using: &random), faults: faults)
        }
    }

    private mutating func handle(_ event: Event, at index: Int, faults: Bool) throws {
        var crash = SimulatedNode.Crash.none
        if faults, Int.random(in: 0..<40, using: &random) == 0 { crash = Bool.random(using: &random) ? .beforePersist : .afterPersist }
        try nodes[index].handle(event, now: now, crash: crash)
    }

    private mutating func act() throws {
        let chain = Int.random(in: chains.indices, using: &random)
        let account = try EthereumAddress(bytes: Array(repeating: 0x10 + UInt8.random(in: 0..<6, using: &random), count: 20))
        let asset = try EthereumAddress(bytes: Array(repeating: 0x30 + UInt8.random(in: 0..<2, using: &random), count: 20))
        let kind = VaultAction.Kind.allCases.randomElement(using: &random) ?? .deposit
        let action = VaultAction(kind, account: account, asset: asset, amount: UInt256(UInt64.random(in: 1...500, using: &random)))
        do {
            _ = try chains[chain].submit(action, now: now)
            pending[chain].append(action)
        } catch { return }  // More than the account has: the vault refuses.
    }

    private mutating func mine() throws {
        let chain = Int.random(in: chains.indices, using: &random)
        now = Timestamp(milliseconds: now.milliseconds + 1_000)
        try chains[chain].mine(blocks: 1, now: now)
        for action in pending[chain] { try book(action, chain) }
        pending[chain] = []
        books[chain][chains[chain].head.height] = current[chain]
    }

    private mutating func book(_ action: VaultAction, _ chain: Int) throws {
        let asset = try AssetID(parsing: "\(descriptions[chain].chain)/erc20:\(action.asset)")
        let (kind, sign): (HoldingKind, Bool) =
            switch action.kind {
            case .deposit: (.collateral, true)
            case .withdraw: (.collateral, false)
            case .borrow: (.debt, true)
            case .repay: (.debt, false)
            }
        let amount = try Int256(action.amount)
        let account = try AccountKey(action.account.bytes)
        let key = HoldingKey(kind: kind, asset: asset)
        let next = try (current[chain][account]?[key] ?? .zero).adding(sign ? amount : amount.negated())
        current[chain][account, default: [:]][key] = next == .zero ? nil : next
        if current[chain][account]?.isEmpty == true { current[chain][account] = nil }
    }

    private mutating func changeFault() throws {
        let kinds: [SourceFault] = [.none, .stall, .lag(3), .lieLogs, .omitLogs, .lieHeader, .errors]
        // One source of each chain may be faulty: two of three operators are needed.
        try chains[Int.random(in: chains.indices, using: &random)].setFault(kinds.randomElement(using: &random) ?? .none, ofSource: 0)
    }

    private mutating func answerOne(faults: Bool) throws {
        let index = Int.random(in: nodes.indices, using: &random)
        guard !nodes[index].asked.isEmpty else { return }
        let question = nodes[index].asked.remove(at: Int.random(in: nodes[index].asked.indices, using: &random))
        guard let chain = descriptions.firstIndex(where: { $0.id == question.stream }) else { return }
        var answers: [SourceAnswer] = []
        for request in question.requests.shuffled(using: &random) {
            if faults, Int.random(in: 0..<30, using: &random) == 0 {
                answers.append(SourceAnswer(request: request, outcome: .failed(.timedOut(milliseconds: 1_000))))
            } else {
                answers.append(
                    SourceAnswer(request: request, outcome: .body(chains[chain].answer(request.body, source: request.source.index, now: now))))
            }
        }
        try handle(.answered(question.stream, round: question.round, answers), at: index, faults: faults)
    }

    /// One node reads a part of another's feed: sometimes out of order, sometimes twice, sometimes only some of it.
    private mutating func pullOne(faults: Bool) throws {
        let reader = Int.random(in: nodes.indices, using: &random)
        let writer = Int.random(in: nodes.indices, using: &random)
        guard reader != writer else { return }
        let feed = nodes[writer].disk.feed
        let from = Int(nodes[reader].disk.cursors[nodes[writer].id]?.item ?? 0)
        guard from < feed.count else { return }
        let to = min(feed.count, from + Int.random(in: 1...40, using: &random))
        var items = Array(feed[from..<to])
        var cursor: FeedCursor? = FeedCursor(feed: .zero, item: UInt64(to))
        if faults {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: items.shuffle(using: &random)
            case 1: items += items.shuffled(using: &random)
            case 2:
                items = items.filter { _ in Bool.random(using: &random) }
                cursor = nil
            default: break
            }
        }
        try handle(.received(items, from: nodes[writer].id, cursor: cursor), at: reader, faults: faults)
    }

    // MARK: The laws

    /// What must hold after every step.
    mutating func verifyLaws() throws {
        for node in nodes {
            for item in node.disk.feed.suffix(50) {
                guard case .attestation(let header, let attestation) = item else { continue }
                let known = signed[attestation.signer]?[header.position]
                guard known == nil || known == header.digest else { throw Broken.signedTwice(header.position) }
                signed[attestation.signer, default: [:]][header.position] = header.digest
            }
            for stream in node.disk.streams.values {
                for other in nodes {
                    let theirs = other.disk.streams[stream.trusted.description.id]?.accepted ?? []
                    guard let last = zip(stream.accepted, theirs).reversed().first(where: { _ in true }) else { continue }
                    guard last.0.digest == last.1.digest else { throw Broken.fork(last.0.position) }
                }
            }
        }
    }

    /// Every node's accounts are the vault's own at the block of the last message.
    func verifyTruth() throws {
        for node in nodes {
            let view = try node.engine.view()
            for (chain, description) in descriptions.enumerated() {
                guard let status = view[description.id], let block = status.block, let tree = view.tree(of: description.id) else { continue }
                let truth = books[chain][block.height] ?? [:]
                guard tree.count == UInt64(truth.count) else { throw Broken.untrue(description.chain, block.height) }
                for (account, holdings) in truth {
                    let state = try view.state(of: account, in: description.id)
                    let found = Dictionary(
                        uniqueKeysWithValues: (state?.holdings ?? []).map { (HoldingKey(kind: $0.kind, asset: $0.asset), $0.quantity) })
                    guard found == holdings else { throw Broken.untrue(description.chain, block.height) }
                }
            }
        }
    }

    enum Broken: Error {
        case signedTwice(MessagePosition)
        case fork(MessagePosition)
        case untrue(ChainID, UInt64)
        case notConverged([String])
    }

    // MARK: The end

    /// Faults end; everybody must come to the same view.
    mutating func settle() throws {
        for chain in chains.indices {
            for source in 0..<Self.sourcesPerChain { try chains[chain].setFault(.none, ofSource: source) }
            now = Timestamp(milliseconds: now.milliseconds + 1_000)
            try chains[chain].mine(blocks: 1, now: now)
            for action in pending[chain] { try book(action, chain) }
            pending[chain] = []
            books[chain][chains[chain].head.height] = current[chain]
            for _ in 0..<3 {
                now = Timestamp(milliseconds: now.milliseconds + 1_000)
                try chains[chain].mine(blocks: 1, now: now)
                books[chain][chains[chain].head.height] = current[chain]
            }
        }
        for _ in 0..<60 {
            now = Timestamp(milliseconds: now.milliseconds + 5_000)
            for index in nodes.indices {
                try nodes[index].handle(.tick, now: now, crash: .none)
                while !nodes[index].asked.isEmpty { try answerFirst(index) }
                for writer in nodes.indices where writer != index { try pullAll(index, writer) }
            }
        }
        let digests = try nodes.map { try $0.engine.view().digest.hex }
        guard Set(digests).count == 1 else { throw Broken.notConverged(digests) }
        let roots = nodes.map { node in descriptions.map { node.engine.ledgers.map(\.tree.root.hex).joined() + "\($0.chain)" } }
        guard Set(roots).count == 1 else { throw Broken.notConverged(roots.map { $0.joined() }) }
    }

    private mutating func answerFirst(_ index: Int) throws {
        let question = nodes[index].asked.removeFirst()
        guard let chain = descriptions.firstIndex(where: { $0.id == question.stream }) else { return }
        let answers = question.requests.map {
            SourceAnswer(request: $0, outcome: .body(chains[chain].answer($0.body, source: $0.source.index, now: now)))
        }
        try nodes[index].handle(.answered(question.stream, round: question.round, answers), now: now, crash: .none)
    }

    private mutating func pullAll(_ reader: Int, _ writer: Int) throws {
        let feed = nodes[writer].disk.feed
        let from = Int(nodes[reader].disk.cursors[nodes[writer].id]?.item ?? 0)
        guard from < feed.count else { return }
        let cursor = FeedCursor(feed: .zero, item: UInt64(feed.count))
        try nodes[reader].handle(.received(Array(feed[from...]), from: nodes[writer].id, cursor: cursor), now: now, crash: .none)
    }
}

/// The plain vault's events, as its description file says them.
private let plainVault: JSON = {
    func event(_ name: String, _ kind: String, _ change: String) -> JSON {
        [
            "signature": .string("\(name)(address indexed account, address indexed asset, uint256 amount)"),
            "effect": [["account": "account", "kind": .string(kind), "change": .string(change), "asset": ["token": "asset"], "amount": "amount"]],
        ]
    }
    return [
        "name": "Plain vault", "about": "The simulation's vault.",
        "event": [
            event("Deposit", "collateral", "add"), event("Withdraw", "collateral", "subtract"), event("Borrow", "debt", "add"),
            event("Repay", "debt", "subtract"),
        ],
    ]
}()
