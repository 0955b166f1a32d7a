import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import Margin
import MarginProof
import ProofFile
import Quantities
import Quorum
import Signatures
import StateTree
import UnifiedView

/// Margin numbers with their proofs: of the sample world, at one moment, with one list of prices and one set of parameters.
struct SampleMargin {
    static let shared = try? SampleMargin()

    private static let moment = Timestamp(milliseconds: 1_700_000_050_000)

    private let world: SampleWorld
    private let view: CollateralView
    private let book: PriceBook
    let parameters: ParameterSet
    let verifier: MarginProofVerifier

    init() throws {
        let world = try SampleWorld()
        let history = try AttesterSetHistory(genesis: world.genesis)
        var ledger = try StreamLedger(description: world.description, history: history)
        _ = try ledger.insert(history.certify(MessageBundle(message: world.message, attestations: world.attestations)))
        let network = world.description.network
        view = try CollateralView(network: network, ledgers: [ledger], links: AccountLinks(network: network))
        let key = try FuzzTargets.key(4)
        let record = try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: Self.moment,
            prices: [
                AssetPrice(first: AssetID(parsing: "eip155:1/slip44:60"), decimals: 2, price: FixedPoint(3_000), observedAt: Self.moment),
                AssetPrice(
                    first: AssetID(parsing: "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f"), decimals: 0, price: .one, observedAt: Self.moment),
            ])
        book = try PriceBook([SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: network)])
        parameters = try ParameterSet(json: Self.rules)
        verifier = MarginProofVerifier(trust: world.trust, parameters: parameters.digest, now: Self.moment)
        self.world = world
    }

    /// One account with collateral and a debt, and one with nothing.
    func honestFiles() throws -> [Bytes] {
        try [world.accounts[0], world.accounts[8]].map { account in
            let report = try report(MarginAccount(AccountID(chain: world.description.chain, key: account), []), Self.moment)
            let proofs = StateProofFile(network: report.network, entries: [try world.entry(account)])
            return try MarginProofFile(
                report: report, links: [], proofs: proofs, heartbeats: [], view: view.commitment, book: book, parameters: parameters, venues: []
            ).printed()
        }
    }

    /// What is true of an account at a time.
    func report(_ account: MarginAccount, _ now: Timestamp) throws -> MarginReport {
        try MarginReport.make(account: account, view: view, prices: book, parameters: parameters, now: now)
    }

    private static let rules: JSON = {
        let rates: JSON = ["initial": "0.2", "maintenance": "0.1"]
        return [
            "format": "plimsoll/parameters/v1", "network": "fuzz-net", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": ["major": ["haircut": "0.1", "debt": rates, "position": rates]],
            "assets": [
                "eip155:1/slip44:60": ["class": "major"], "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f": ["class": "major", "haircut": "0.02"],
            ],
        ]
    }()
}

extension FuzzTargets {
    static let margins: [FuzzTarget] = [marginProof]

    /// Whatever file holds tells a true report: of accounts as they stand, computed with the prices and parameters that were agreed.
    private static let marginProof = FuzzTarget(
        "margin-proof", maximumLength: 16_384, seeds: { try SampleMargin.shared?.honestFiles() ?? [] }
    ) { input in
        guard let sample = SampleMargin.shared, case .accepted(let proven) = sample.verifier.verify(input) else { return false }
        let truth = try sample.report(proven.report.account, proven.report.now)
        try demand(proven.report.digest == truth.digest, "a file proves a margin number that is not the account's")
        return true
    }
}
