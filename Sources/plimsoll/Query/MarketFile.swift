import ArgumentParser
import Encoding
import MarginAnswers
import Node

/// Which market assumptions a question stands on.
struct MarketOptions: ParsableArguments {
    @Option(help: "A file of market assumptions, plimsoll/market/v1; without it the one that the node's configuration names.")
    var market: String?

    /// The assumptions of the named file, else the node's own; nil where there are none.
    ///
    /// - Throws: a usage error that names the file and what is wrong in it.
    func read(_ node: NodeConfiguration) throws -> MarketAssumptions? {
        try (market ?? node.market).map(MarketFile.read)
    }

    /// - Throws: a usage error also where there are none.
    func demand(_ node: NodeConfiguration) throws -> MarketAssumptions {
        guard let found = try read(node) else {
            throw ValidationError("name a file of market assumptions with --market, or as market in \(node.file); plimsoll market example prints one to begin from")
        }
        return found
    }
}

/// A file of market assumptions that somebody named.
enum MarketFile {
    /// - Throws: a usage error that names the file and what is wrong in it.
    static func read(_ path: String) throws -> MarketAssumptions {
        do { return try MarginInputs.market(path) } catch {
            if case .market = error { throw ValidationError("\(error)") }
            throw error
        }
    }
}
