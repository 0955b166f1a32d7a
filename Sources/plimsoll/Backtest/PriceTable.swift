import ArgumentParser
import Encoding
import Node
import RiskModels
import Signatures

/// A table of prices in a file, and the asset of it that a command is about.
struct PriceTableArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The prices, oldest day first: a header date,ASSET,... and a line a day.", valueName: "prices.csv"))
    var prices: String?

    @Option(help: "Which column; may be left out where the table has one asset.")
    var asset: String?

    @Option(help: ArgumentHelp("The settings as JSON, as plimsoll backtest --example prints them, which hold without it.", valueName: "file"))
    var settings: String?

    /// - Throws: an error that names the file, with line and column where the table is wrong.
    func read() throws -> PriceTable {
        guard let prices else { throw ValidationError("name a table of prices, or ask for settings to begin from with plimsoll backtest --example") }
        let table = try PriceTableFile(reading: prices)
        return try RiskFileError.naming(prices) {
            PriceTable(digest: table.digest, series: try table.history.returns(of: try column(of: table.history)))
        }
    }

    func readSettings() throws -> BacktestSettings { try Self.readSettings(settings) }

    static func readSettings(_ settings: String?) throws -> BacktestSettings {
        guard let settings else { return try BacktestSettings.daily() }
        let bytes = try BoundedFile.read(settings)
        return try RiskFileError.naming(settings) { try BacktestSettings(parsing: JSON.parse(bytes)) }
    }

    private func column(of history: PriceHistory) throws -> String {
        if let asset { return asset }
        guard history.assets.count == 1, let only = history.assets.first else {
            let names = history.assets.prefix(8).joined(separator: ", ") + (history.assets.count > 8 ? ", ..." : "")
            throw ValidationError("the table has \(history.assets.count) assets, name one with --asset: \(names)")
        }
        return only
    }
}

/// A whole table of prices in a file.
struct PriceTableFile {
    let file: String
    /// SHA-256 of the file's bytes.
    let digest: Digest
    let history: PriceHistory

    /// - Throws: an error that names the file, with line and column where the table is wrong.
    init(reading file: String) throws {
        let bytes = try BoundedFile.read(file, maximum: PriceHistory.longestTable)
        self.file = file
        digest = SHA256.hash(bytes)
        history = try RiskFileError.naming(file) { try PriceHistory(parsingCSV: bytes) }
    }
}

/// What was read, and the digest that an answer cites so that anybody can tell which table it is about.
struct PriceTable {
    /// SHA-256 of the file's bytes.
    let digest: Digest
    let series: ReturnSeries

    /// The JSON of an answer with the table it is about.
    func cited(in answer: JSON) -> JSON {
        guard case .object(var object) = answer else { return answer }
        object["table"] = ["sha256": .string(digest.hex)]
        return .object(object)
    }

    var line: String { "prices with SHA-256 \(digest.hex)" }
}

/// What is wrong with a file of prices or settings, or with what was computed from it.
struct RiskFileError: Error, CustomStringConvertible {
    let file: String
    let error: any Error

    var description: String { "\(file): \(error)" }

    static func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as ValidationError {
            throw error
        } catch {
            throw RiskFileError(file: file, error: error)
        }
    }
}
