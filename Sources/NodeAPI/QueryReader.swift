import Encoding
import Hummingbird

/// Reads query parameters strictly: what does not parse is a problem that names the parameter.
struct QueryReader {
    private let parameters: Parameters

    init(_ request: Request) { parameters = request.uri.queryParameters }

    func text(_ name: String) -> String? { parameters.get(name) }

    func number(_ name: String, _ range: ClosedRange<UInt64>) throws(Problem) -> UInt64? {
        guard let text = parameters.get(name) else { return nil }
        guard let number = UInt64(text), String(number) == text, range.contains(number) else {
            throw .badRequest("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(text.prefix(40))")
        }
        return number
    }

    func digest(_ name: String) throws(Problem) -> Digest? {
        guard let text = parameters.get(name) else { return nil }
        return try digest(text, field: name)
    }

    func digest(_ text: String, field: String) throws(Problem) -> Digest {
        do { return try Digest(hex: text) } catch {
            throw .badRequest("\(field) must be 64 lowercase hexadecimal digits, got \(text.prefix(80))")
        }
    }
}
