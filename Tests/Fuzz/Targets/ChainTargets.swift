import ChainIdentity
import ChainModel
import CollateralState
import Devnet
import EVM
import Encoding
import Quantities
import Signatures

/// What the sources of a chain answer, and the description that says how a vault is read.
extension FuzzTargets {
    static let chains: [FuzzTarget] = [vaultDescription, vaultMapping, evmRound]

    private static var description: JSON {
        func event(_ name: String, _ kind: String, _ change: String) -> JSON {
            let effect: JSON = ["account": "account", "kind": .string(kind), "change": .string(change), "asset": ["token": "asset"], "amount": "amount"]
            return ["signature": .string("\(name)(address indexed account, address indexed asset, uint256 amount)"), "effect": [effect]]
        }
        return ["name": "plain", "event": [event("Deposit", "collateral", "add"), event("Withdraw", "collateral", "subtract"), event("Borrow", "debt", "add")]]
    }

    private static let vaultDescription = FuzzTarget(
        "vault-description", seeds: { [Bytes(description.printed().utf8)] }
    ) { input in
        guard let json = try? JSON.parse(input), let mapping = try? EVMFamily().mapping(parsing: json) else { return false }
        try demand(try VaultDescription(mapping: mapping).mapping() == mapping, "an accepted description is read otherwise than it was written")
        return true
    }

    private static let vaultMapping = FuzzTarget(
        "vault-mapping", maximumLength: 1_024, seeds: { [try EVMFamily().mapping(parsing: description)] },
        parse: { bytes throws(EVMError) in try VaultDescription(mapping: bytes) },
        promise: { vault, input in try demand(try vault.mapping() == input, "an accepted mapping is written otherwise than it was read") })

    /// A chain of some blocks, read through three sources of which two must agree.
    private struct ReadWorld {
        static let shared = try? ReadWorld()
        static let now = Timestamp(milliseconds: 1_700_000_600_000)

        let chain: DevelopmentChain
        let adapter: any ChainAdapter
        /// What an honest panel leads to.
        private(set) var observations: [Observation] = []
        /// What the chain answers to the requests of an honest reading, which are asked again in nearly every other.
        private var honestAnswers: [SourceRequest: Bytes] = [:]

        init() throws {
            guard let network = NetworkName("fuzz-net") else { throw FuzzFinding(description: "the network's name is refused") }
            var configuration = DevelopmentChain.Configuration(chainID: 501, genesisTime: Timestamp(milliseconds: 1_700_000_000_000))
            configuration.sources = 3
            var chain = DevelopmentChain(configuration)
            for number in 1...4 as ClosedRange<UInt8> {
                let account = try EthereumAddress(bytes: Bytes(repeating: number, count: 20))
                _ = try chain.submit(VaultAction(.deposit, account: account, asset: account, amount: UInt256(UInt64(number) * 1_000)), now: Self.now)
                try chain.mine(blocks: 2, now: Self.now)
            }
            try chain.mine(blocks: 6, now: Self.now)
            self.chain = chain
            let vault = try AccountID(chain: ChainID(eip155: 501), key: AccountKey(DevelopmentChain.defaultVault.bytes))
            let stream = try StreamDescription(
                network: network, vault: vault, finality: .finalized, firstHeight: 1, mapping: try EVMFamily().mapping(parsing: FuzzTargets.description))
            let sources = try (0..<3).map { try Source(id: SourceID($0), name: "s\($0)", operatorName: "o\($0)") }
            let rule = try ReadRule(requiredOperators: 2, of: 3, minimumEvidence: .quorumRead)
            adapter = try EVMFamily().adapter(for: stream, panel: SourcePanel(sources: sources, rule: rule), settings: [:])
            var answers: [SourceRequest: Bytes] = [:]
            observations = read { request, honest in
                answers[request] = honest
                return honest
            }
            honestAnswers = answers
        }

        /// Reads for some rounds; `change` may put other bytes in place of an answer.
        func read(_ change: (SourceRequest, Bytes) -> Bytes) -> [Observation] {
            var (chain, cursor, observations) = (chain, Cursor(position: nil), [Observation]())
            for _ in 0..<6 {
                let answers = adapter.requests(for: cursor).map { request in
                    let honest = honestAnswers[request] ?? chain.answer(request.body, source: request.source.index, now: Self.now)
                    return SourceAnswer(request: request, outcome: .body(change(request, honest)))
                }
                let step = adapter.step(on: answers, for: cursor)
                if case .accepted(.finished(let progress)) = step.verdict { observations += progress.observations }
                cursor = step.next
            }
            return observations
        }
    }

    /// One source of three lies as it likes: what is observed is what the other two say, or less.
    private static let evmRound = FuzzTarget("evm-round", maximumLength: 2_048, seeds: { [[]] }) { input in
        guard let world = ReadWorld.shared, !world.observations.isEmpty else { throw FuzzFinding(description: "an honest panel leads to nothing") }
        var reader = InputReader(input)
        let (liar, skipped) = (Int(reader.u8()) % 3, Int(reader.u8()) % 12)
        var asked = 0
        let observed = world.read { request, honest in
            guard request.source.index == liar else { return honest }
            asked += 1
            guard asked > skipped, !reader.isAtEnd else { return honest }
            // Some lies are small, some are another answer altogether.
            if reader.u8() % 4 == 0 { return reader.field() }
            let size = Int(reader.u8())
            var edits = InputReader(reader.take(size))
            return edits.edited(honest)
        }
        try demand(isPart(observed, of: world.observations), "one source of three changed what was observed")
        return observed == world.observations
    }

    /// The same blocks with the same effects, up to somewhere; known no better than by all, and by fewer where one source was of no use.
    private static func isPart(_ observed: [Observation], of honest: [Observation]) -> Bool {
        observed.count <= honest.count
            && zip(observed, honest).allSatisfy { seen, all in
                let known = (seen.evidence, all.evidence)
                return (seen.block, seen.blockTime, seen.finality) == (all.block, all.blockTime, all.finality) && seen.effects == all.effects
                    && known.0.evidenceClass <= known.1.evidenceClass && known.0.agreeingSources <= known.1.agreeingSources
                    && known.0.distinctOperators <= known.1.distinctOperators
            }
    }
}
