import ArgumentParser
import Encoding
import MarginAnswers
import Node

/// A file of market assumptions that somebody named.
enum MarketFile {
    /// - Throws: a usage error that names the file and what is wrong in it.
    static func read(_ path: String) throws -> MarketAssumptions {
        let bytes = try BoundedFile.read(path, maximum: MarketAssumptions.maximumBytes)
        do { return try MarketAssumptions(parsing: bytes) } catch { throw ValidationError("\(path): \(error)") }
    }
}
