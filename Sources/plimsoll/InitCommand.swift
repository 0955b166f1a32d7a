import ArgumentParser
import ChainIdentity
import ChainRegistry
import CollateralState
import Encoding
import Foundation
import Margin
import Node
import ProofFile
import Signatures

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a new node: commented configuration, keys, vault descriptions, trust file, parameters and prices.",
        discussion: """
            Without --vault the two chains are development chains on this machine (plimsoll devnet), with two tokens that have prices. Several attesters: run init on each
            machine, exchange attester.pem.pub, and make one trust file for all with plimsoll trust.
            """)

    @Argument(help: "The folder to write; it must be empty or absent.")
    var folder: String

    @Option(help: "The deployment's own name: 1 to 32 of a-z, 0-9 and -.")
    var network = "local"

    @Option(help: "A vault as CAIP-10, for example eip155:1:0x...; give exactly two, of two chains.")
    var vault: [String] = []

    @Option(help: "A source as CHAIN,NAME,OPERATOR,URL, for example eip155:1,desk,desk,http://127.0.0.1:8545.")
    var source: [String] = []

    @Option(help: "The vault description of both vaults, one of those that come along.")
    var description = "plain.toml"

    @Option(help: "Which blocks count: finalized, safe or confirmations:N.")
    var finality = "finalized"

    @Option(help: "The first block that may hold a change.")
    var firstHeight: UInt64 = 1

    @Option(help: "Where the node will listen.")
    var listen = "127.0.0.1:7300"

    @OptionGroup var output: OutputOptions

    func run() throws {
        // All that was typed is verified before anything is written.
        let deployment = try named("--network", network) { try NetworkName(parsing: network) }
        let chains = try plans()
        let tokens = try vault.isEmpty ? [DevelopmentToken.dollar, DevelopmentToken.ether] : []
        let folder = try DemoFolder(keep: folder)
        let files = try folder.emptiedOnFailure {
            try UnusableInput.reading { try NodeScaffold(folder: folder.path, network: deployment, chains: chains, listen: listen, tokens: tokens).write() }
        }
        if output.json {
            return Output().json(.object(files.reduce(into: JSONObject()) { $0[$1.name] = .string($1.path) }))
        }
        for file in files { Output().line("\(file.name.padded(12)) \(file.path)") }
        Output().line()
        Output().wrapped("Read node.toml, then: plimsoll run --config \(folder.path)/node.toml")
    }

    private func plans() throws -> [ChainPlan] {
        guard ChainFamilyFiles.names.contains(description) else {
            throw ValidationError("--description must be one of \(ChainFamilyFiles.names.joined(separator: ", ")), got \(description)")
        }
        let vaults = try (vault.isEmpty ? Self.localVaults : vault).map { text in
            try named("--vault", text) {
                let vault = try AccountID(parsing: text)
                return try AccountID(chain: vault.chain, key: vault.key())
            }
        }
        guard vaults.count == 2, vaults[0].chain != vaults[1].chain else {
            throw ValidationError("give exactly two --vault, of two different chains")
        }
        try verifySources(of: vaults.map(\.chain))
        return try vaults.map { vault in
            ChainPlan(
                vault: vault, descriptionFile: "vaults/\(description)", finality: finality, firstHeight: firstHeight, pollMilliseconds: 1_000,
                sources: try sources(of: vault.chain))
        }
    }

    /// Every source is of one of the two chains: one with a mistyped chain must not be left out in silence.
    private func verifySources(of chains: [ChainID]) throws {
        for text in source where !chains.contains(where: { text.hasPrefix("\($0),") }) {
            throw ValidationError("--source \(text.prefix(200)): no --vault is on that chain")
        }
    }

    /// Reads what was typed for an option; what is wrong with it is said with the option's name.
    private func named<Value>(_ option: String, _ text: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch { throw ValidationError("\(option) \(text.prefix(200)): \(error)") }
    }

    private static let localVaults = [
        "eip155:31337:0xF2E246BB76DF876Cef8b38ae84130F4F55De395b", "eip155:31338:0xF2E246BB76DF876Cef8b38ae84130F4F55De395b",
    ]

    private func sources(of chain: ChainID) throws -> [(name: String, operatorName: String, url: String)] {
        let all = source.isEmpty && vault.isEmpty
            ? ["eip155:31337,local-a,local,http://127.0.0.1:8545", "eip155:31338,local-b,local,http://127.0.0.1:8546"] : source
        let found = try all.compactMap { text -> (name: String, operatorName: String, url: String)? in
            let parts = text.split(separator: ",", maxSplits: 3).map(String.init)
            guard parts.count == 4 else { throw ValidationError("--source must be CHAIN,NAME,OPERATOR,URL, got \(text)") }
            return parts[0] == chain.description ? (parts[1], parts[2], parts[3]) : nil
        }
        guard !found.isEmpty else { throw ValidationError("give at least one --source for \(chain)") }
        return found
    }
}
