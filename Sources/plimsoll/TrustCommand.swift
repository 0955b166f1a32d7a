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

    @Option(help: ArgumentHelp("A venue and the public key that it signs its records with, PEM; repeat for each.", valueName: "name=file"))
    var venue: [String] = []

    @Option(help: "A trust file whose further streams, price sources and venues are kept, for a network of several pairs.")
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
            threshold: threshold, priceSources: try priceSource.map(key), venues: try venue.map(pinned))
        let anchor = try UnusableInput.reading { try joined(maker.anchor()) }
        try OutputFile.write(TrustFile.print(anchor), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "network": .string(anchor.network.description),
                "streams": .array(anchor.streams.map { .string($0.description.id.description) }),
                "venues": .array(anchor.venues.map { .string($0.name.description) }),
            ])
        }
        Output().line("trust file for \(anchor.streams.count) streams, \(threshold) of \(attester.count) attesters: \(out)")
        if !anchor.venues.isEmpty { Output().line("venues  \(anchor.venues.map(\.name.description).joined(separator: ", "))") }
    }

    private func key(_ file: String) throws -> PublicKey {
        try PublicKeyFile.read(file, passphrase: nil)
    }

    private func pinned(_ text: String) throws -> PinnedVenue {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("--venue takes a name and a key file, such as north=north.pem.pub, got \(text)") }
        let name: VenueName
        do { name = try VenueName(parsing: parts[0]) } catch { throw ValidationError("--venue \(text): \(error)") }
        return PinnedVenue(name: name, key: try key(parts[1]))
    }

    /// What was made, and of the base whatever it does not replace.
    private func joined(_ made: TrustAnchor) throws -> TrustAnchor {
        guard let base else { return made }
        let known = try TrustReader.read(base, network: made.network)
        let kept = known.streams.filter { made[$0.description.id] == nil }
        let keys = made.priceSources + known.priceSources.filter { !made.priceSources.contains($0) }
        let venues = made.venues + known.venues.filter { venue in !made.venues.contains { $0.name == venue.name } }
        return try TrustAnchor(network: made.network, streams: made.streams + kept, priceSources: keys, venues: venues)
    }
}
