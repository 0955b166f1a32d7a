public import Encoding
import TOMLKit

/// Parses TOML into the same values JSON gives, so that everything behind it reads one kind of tree.
///
/// TOMLKit and not swift-configuration: vault descriptions and parameters are documents with nested tables, of which every unknown key must be
/// refused, not a flat set of keys looked up by name.
public enum TOMLFile {
    public static func parse(_ bytes: [UInt8], file: String) throws(NodeError) -> JSON {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .toml(file: file, reason: "it is not UTF-8") }
        // The parser stops at a zero byte, and would ignore the settings behind it.
        if let place = bytes.firstIndex(of: 0) { throw .toml(file: file, reason: "byte \(place) is zero, which text has not") }
        let converted: String
        do { converted = try TOMLTable(string: text).convert(to: .json) } catch let error as TOMLParseError {
            throw .toml(file: file, reason: "line \(error.source.begin.line): \(error.description)")
        } catch {
            throw .toml(file: file, reason: "\(error)")
        }
        do { return try JSON.parse(Array(converted.utf8)) } catch {
            throw .toml(file: file, reason: "a value is neither text, a finite number, a truth value, a list nor a table (\(error))")
        }
    }

    public static func read(_ path: String) throws(NodeError) -> JSON {
        try parse(BoundedFile.read(path), file: path)
    }
}
