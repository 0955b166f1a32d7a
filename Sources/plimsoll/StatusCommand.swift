import ArgumentParser
import CollateralState
import Encoding
import Margin
import Node
import NodeAPI
import Signatures

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how a node's streams stand.",
        discussion: "Reads the node's database, beside the running node or without it. What only the running node knows it tells under /v1/status.")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let stored = try StoredNode(node)
        let answer = try StatusAnswer(stored.context)
        guard !output.json else { return Output().json(answer.json) }
        StatusText(answer: answer, configuration: stored.configuration, output: Output()).print()
    }
}

/// A node's status for people.
private struct StatusText {
    let answer: StatusAnswer
    let configuration: NodeConfiguration
    let output: Output

    func print() {
        output.line("network \(answer.network), view \(answer.view.hex.shortened)")
        output.line()
        StreamText(streams: answer.streams, output: output).table()
        output.line()
        output.line("links       \(answer.linkCount)")
        prices()
        ParametersText(answer: answer.parameters, output: output).lines(missing: missing(configuration.parameters.first))
        venues()
        peers()
    }

    private func prices() {
        guard let prices = answer.prices else { return output.line("prices      \(missing(configuration.prices.first))") }
        for (index, source) in prices.sources.enumerated() {
            let age = Age(source.record.publishedAt.age(at: answer.takenAt))
            output.line(
                "\(index == 0 ? "prices    " : "          ")  number \(source.record.number) in \(prices.quote) by \(source.source.digest.hex.shortened), \(age) old, "
                    + source.record.digest.hex.shortened)
        }
        for asset in prices.assets {
            guard let doubt = prices.doubt(of: asset) else { continue }
            output.line("            \(asset): \(doubt)")
        }
    }

    /// Nothing where neither the parameters nor the configuration know of any.
    private func venues() {
        let known = answer.venues.map { venue in
            "\(venue.name), record \(venue.record.number) of \(venue.record.accounts.count) accounts, "
                + "\(Age(venue.record.publishedAt.age(at: answer.takenAt))) old, \(venue.record.digest.hex.shortened)"
        }
        let missing = answer.missingVenues.map { "\($0), no record: there is no margin until one is under venues in the configuration" }
        for (index, text) in (known + missing).enumerated() { output.line("\(index == 0 ? "venues    " : "          ")  \(text)") }
    }

    private func missing(_ file: String?) -> String {
        file == nil ? "none: the configuration names no file" : "none: the file cannot be used"
    }

    private func peers() {
        guard !configuration.peers.isEmpty else { return output.line("peers       none") }
        for (index, peer) in configuration.peers.enumerated() {
            output.line("\(index == 0 ? "peers     " : "          ")  \(peer.id) at \(peer.endpoint)".cut(to: Output.columns))
        }
        output.line("            how they were read last, the running node tells under /v1/status")
    }
}
