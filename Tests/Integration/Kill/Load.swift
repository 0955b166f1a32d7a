import Devnet
import Encoding
import Quantities
import Signatures
import TestVectors

/// Deposits and withdrawals on two chains, over HTTP, for as long as it runs.
struct Load: Sendable {
    let chains: HostedChains
    let accounts: [EthereumAddress]
    let assets: [EthereumAddress]

    init(_ chains: HostedChains) throws {
        self.chains = chains
        accounts = try (1...8).map { try EthereumAddress(bytes: Bytes(repeating: $0, count: 20)) }
        assets = try [0xaa, 0xbb].map { try EthereumAddress(bytes: Bytes(repeating: $0, count: 20)) }
    }

    /// Between two actions on one chain.
    private static let pause = Duration.milliseconds(30)

    func run() async throws {
        var random = SeededGenerator()
        while !Task.isCancelled {
            for chain in chains.chains { try? await act(on: chain, &random) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// What the vault refuses is left out.
    private func act(on chain: HostedChains.Chain, _ random: inout SeededGenerator) async throws {
        let method = ["dev_deposit", "dev_deposit", "dev_withdraw"].randomElement(using: &random) ?? "dev_deposit"
        let account = accounts.randomElement(using: &random) ?? accounts[0]
        let asset = assets.randomElement(using: &random) ?? assets[0]
        try await TestHTTP.call(
            method,
            [
                "account": .string(Hex.encode0x(account.bytes)), "asset": .string(Hex.encode0x(asset.bytes)),
                "amount": .string("\(UInt64.random(in: 1...100, using: &random))"),
            ], at: chain.url())
    }
}
