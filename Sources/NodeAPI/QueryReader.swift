import ChainIdentity
import Encoding
import Foundation
import Hummingbird

/// Reads query parameters strictly: what does not parse, is unknown or comes twice is a problem that names the parameter.
struct QueryReader {
    private let parameters: Parameters

    /// Of one parameter that may come several times.
    static let mostValues = 64

    /// - Parameters:
    ///   - names: all that the path knows; a misspelt one must not be ignored.
    ///   - repeated: what may come several times, at most 64 times.
    init(_ request: Request, allowing names: [String], repeated: [String] = []) throws(Problem) {
        parameters = request.uri.queryParameters
        let names = names + repeated
        var seen: Set<Substring> = []
        for name in repeated where parameters.getAll(name).count > Self.mostValues {
            throw .badRequest("the parameter \(name) is given more than \(Self.mostValues) times")
        }
        for (name, _) in parameters where !repeated.contains(String(name)) {
            guard names.contains(String(name)) else {
                let known = names.isEmpty ? "none are" : "\(names.joined(separator: ", ")) are"
                throw .badRequest("the parameter \(name.prefix(40)) is not known here, \(known)")
            }
            guard seen.insert(name).inserted else { throw .badRequest("the parameter \(name) is given twice") }
        }
    }

    func text(_ name: String) -> String? { parameters.get(name) }

    /// All values of a parameter that may come several times, in their order.
    func texts(_ name: String) -> [String] { parameters.getAll(name).map { String($0) } }

    func flag(_ name: String) throws(Problem) -> Bool {
        switch parameters.get(name) {
        case nil, "false": return false
        case "true": return true
        case let text?: throw .badRequest("\(name) must be true or false, got \(text.prefix(40))")
        }
    }

    func number(_ name: String, _ range: ClosedRange<UInt64>) throws(Problem) -> UInt64? {
        guard let text = parameters.get(name) else { return nil }
        guard let number = UInt64(text), String(number) == text, range.contains(number) else {
            throw .badRequest("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(text.prefix(40))")
        }
        return number
    }

    /// How many items a page may have.
    func limit(_ standard: Int, maximum: Int) throws(Problem) -> Int {
        Int(try number("limit", 1...UInt64(maximum)) ?? UInt64(standard))
    }

    func digest(_ name: String) throws(Problem) -> Digest? {
        try parameters.get(name).map { (text) throws(Problem) in try PathReader.digest(text, field: name) }
    }

    func account(_ name: String) throws(Problem) -> AccountID? {
        try parameters.get(name).map { (text) throws(Problem) in try PathReader.account(text, field: name) }
    }
}

/// Reads the named parts of a path strictly. Percent encoding is taken off first: the colons of an account id may be encoded.
struct PathReader {
    private let parameters: Parameters

    init(_ context: ConnectionContext) { parameters = context.parameters }

    func digest(_ name: String) throws(Problem) -> Digest {
        try Self.digest(text(name), field: name)
    }

    func account(_ name: String) throws(Problem) -> AccountID {
        try Self.account(text(name), field: name)
    }

    static func digest(_ text: String, field: String) throws(Problem) -> Digest {
        do { return try Digest(hex: text) } catch {
            throw .badRequest("\(field) must be 64 lowercase hexadecimal digits, got \(text.prefix(80))")
        }
    }

    static func account(_ text: String, field: String) throws(Problem) -> AccountID {
        guard text.utf8.count <= AccountID.maximumLength else {
            throw .badRequest("\(field) must be a CAIP-10 account id of at most \(AccountID.maximumLength) characters, got \(text.utf8.count)")
        }
        do { return try AccountID(parsing: text) } catch {
            throw .badRequest("\(field): \(error)", remedy: "write chain and address, like eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        }
    }

    private func text(_ name: String) throws(Problem) -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding else {
            throw .badRequest("\(name) must be percent-encoded UTF-8")
        }
        return text
    }
}
