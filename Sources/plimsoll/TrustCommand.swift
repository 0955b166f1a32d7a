import ArgumentParser
import CollateralState
import Encoding
import Node
import ProofFile
import Quorum
import Signatures

struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Make the trust file of a network from a configuration and its attesters' public keys.")

    @Option(help: "A configuration that describes the two chains as all agreed.")
    var config = "node.toml"

    @Option(help: "An attester's public key, PEM; repeat for each.")
    var attester: [String]

    @Option(help: "How many attesters must agree; more than half.")
    var threshold: UInt64

    @Option(help: "A price source's public key, PEM; repeat for each.")
    var priceSource: [String] = []

    @Option(help: "A trust file whose further streams are kept, for a network of several pairs.")
    var base: String?

    @Option(help: "Where the trust file goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let configuration = try NodeConfiguration.read(config)
        if let twice = attester.indices.first(where: { attester[..<$0].contains(attester[$0]) }) {
            throw ValidationError("--attester \(attester[twice]) is given twice")
        }
        let maker = TrustMaker(
            network: configuration.network, descriptions: configuration.chains.map(\.description), attesters: try attester.map(key),
            threshold: threshold, priceSources: try priceSource.map(key))
        let anchor = try UnusableInput.reading { try joined(maker.anchor()) }
        try OutputFile.write(TrustFile.print(anchor), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "network": .string(anchor.network.description),
                "streams": .array(anchor.streams.map { .string($0.description.id.description) }),
            ])
        }
        Output().line("trust file for \(anchor.streams.count) streams, \(threshold) of \(attester.count) attesters: \(out)")
    }

    private func key(_ file: String) throws -> PublicKey {
        try PublicKeyFile.read(file, passphrase: nil)
    }

    /// What was made, and of the base whatever it does not replace.
    private func joined(_ made: TrustAnchor) throws -> TrustAnchor {
        guard let base else { return made }
        let known = try TrustReader.read(base, network: made.network)
        let kept = known.streams.filter { made[$0.description.id] == nil }
        let keys = made.priceSources + known.priceSources.filter { !made.priceSources.contains($0) }
        return try TrustAnchor(network: made.network, streams: made.streams + kept, priceSources: keys)
    }
}
