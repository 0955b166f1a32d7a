import ChainIdentity
import CollateralState
import Devnet
import DevnetServer
import Encoding
import Logging
import Quantities
import Signatures

/// The demo's two chains, their tokens and its people.
struct DemoWorld: Sendable {
    struct Chain: Sendable {
        let id: UInt64
        let service: DevnetService
        let tokens: [DevelopmentToken]

        var chainID: ChainID { get throws { try ChainID(parsing: "eip155:\(id)") } }
        var vault: AccountID {
            get throws { try AccountID(chain: chainID, key: AccountKey(DevelopmentChain.defaultVault.bytes)) }
        }

        func account(_ owner: EthereumAddress) throws -> AccountID {
            try AccountID(chain: chainID, key: AccountKey(owner.bytes))
        }
    }

    let chains: [Chain]
    /// The owner's keys on the first and on the second chain.
    let owner: [PrivateKey]
    /// Somebody else, so that the tree has neighbours.
    let stranger: EthereumAddress

    init(logger: Logger) throws {
        let (dollar, ether) = (try DevelopmentToken.dollar, try DevelopmentToken.ether)
        chains = [
            Chain(id: 31_337, service: Self.service(31_337, logger), tokens: [dollar, ether]),
            Chain(id: 31_338, service: Self.service(31_338, logger), tokens: [dollar, ether]),
        ]
        owner = [try PrivateKey.generate(.secp256k1), try PrivateKey.generate(.secp256k1)]
        stranger = try DevelopmentToken.address(0x57)
    }

    private static func service(_ id: UInt64, _ logger: Logger) -> DevnetService {
        let now = HostedChain.systemClock()
        var configuration = DevelopmentChain.Configuration(chainID: id, genesisTime: now)
        configuration.finalityLag = FinalityLag(safe: 1, finalized: 2)
        configuration.sources = 2
        return DevnetService(
            HostedChain(DevelopmentChain(configuration)), options: .init(blockInterval: .seconds(1)), logger: logger)
    }

    func ownerAddress(on chain: Int) throws -> EthereumAddress {
        try EthereumAddress(publicKey: owner[chain].publicKey)
    }

    /// Deposits on both chains.
    func deposit() async throws {
        for index in chains.indices {
            let owner = try ownerAddress(on: index)
            let (dollar, ether) = (chains[index].tokens[0], chains[index].tokens[1])
            try await submit(.deposit, owner, dollar, "250000", index)
            try await submit(.deposit, owner, ether, index == 0 ? "12.5" : "40", index)
            try await submit(.deposit, stranger, dollar, "1000", index)
        }
    }

    /// Then a withdrawal on the first chain and a loan on the second.
    func withdrawAndBorrow() async throws {
        try await submit(.withdraw, ownerAddress(on: 0), chains[0].tokens[1], "2.5", 0)
        try await submit(.borrow, ownerAddress(on: 1), chains[1].tokens[0], "90000", 1)
    }

    /// What the vaults then hold of the owner, in base units, by holding.
    var expected: [(chain: Int, kind: HoldingKind, token: Int, amount: String)] {
        [(0, .collateral, 0, "250000"), (0, .collateral, 1, "10"), (1, .collateral, 0, "250000"), (1, .collateral, 1, "40"), (1, .debt, 0, "90000")]
    }

    private func submit(_ kind: VaultAction.Kind, _ account: EthereumAddress, _ token: DevelopmentToken, _ amount: String, _ chain: Int) async throws {
        let units = try Self.baseUnits(amount, token)
        try await chains[chain].service.chain.use { (chain, now) throws(DevnetError) in
            _ = try chain.submit(VaultAction(kind, account: account, asset: token.address, amount: units), now: now)
        }
    }

    /// A decimal amount of whole tokens in base units.
    static func baseUnits(_ amount: String, _ token: DevelopmentToken) throws -> UInt256 {
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let digits = parts[0] + fraction + String(repeating: "0", count: max(0, Int(token.decimals) - fraction.count))
        guard let units = UInt256(String(digits.drop { $0 == "0" })) else { throw DemoError.amount(amount) }
        return units
    }
}

enum DemoError: Error, CustomStringConvertible {
    case amount(String)
    case timedOut(String)

    var description: String {
        switch self {
        case .amount(let text): "\(text) is not an amount"
        case .timedOut(let what): "\(what) did not happen within a minute"
        }
    }
}
