import ArgumentParser
import Encoding
import MarginAnswers
import Node
import RiskModels
import Signatures

/// A table of prices in a file, the asset of it that a command is about, and settings.
struct PriceTableArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The prices, oldest day first: a header date,ASSET,... and a line a day.", valueName: "prices.csv"))
    var prices: String?

    @Option(help: "Which column; may be left out where the table has one asset.")
    var asset: String?

    @Option(help: ArgumentHelp("The settings as JSON, as plimsoll backtest --example prints them, which hold without it.", valueName: "file"))
    var settings: String?

    /// - Throws: an error that names the file, with line and column where the table is wrong.
    func question() throws -> PriceQuestion {
        guard let prices else { throw ValidationError("name a table of prices, or ask for settings to begin from with plimsoll backtest --example") }
        let bytes = try BoundedFile.read(prices, maximum: PriceHistory.longestTable)
        let settings = try readSettings()
        do { return try PriceQuestion(csv: bytes, asset: asset, settings: settings) } catch {
            if case .assetUnsaid = error { throw ValidationError("\(prices): \(error), with --asset") }
            throw PriceFileError(file: prices, error: error)
        }
    }

    /// Runs what is made of the question; an error of it names the table.
    func answering<Answer>(_ make: (PriceQuestion) throws(MarginAnswersError) -> Answer) throws -> Answer {
        let question = try question()
        do { return try make(question) } catch { throw PriceFileError(file: prices ?? "", error: error) }
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
        do { history = try PriceHistory(parsingCSV: bytes) } catch { throw PriceFileError(file: file, error: error) }
    }
}

extension PriceTableArguments {
    private func readSettings() throws -> BacktestSettings? { try Self.readSettings(settings) }

    /// nil where no file is named.
    static func readSettings(_ settings: String?) throws -> BacktestSettings? {
        guard let settings else { return nil }
        let bytes = try BoundedFile.read(settings)
        do { return try BacktestSettings(parsing: JSON.parse(bytes)) } catch { throw PriceFileError(file: settings, error: error) }
    }
}

/// What is wrong with a file of prices or settings, or with what was computed from it.
private struct PriceFileError: Error, CustomStringConvertible {
    let file: String
    let error: any Error

    var description: String { "\(file): \(error)" }
}
