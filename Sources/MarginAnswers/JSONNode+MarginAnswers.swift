import ChainIdentity
import Encoding
import Quantities

/// The readers of `Encoding` with this module's errors and types.
extension JSONNode {
    func allow(_ keys: [String]) throws(MarginAnswersError) {
        try decoding { () throws(EncodingError) in _ = try object(allowing: keys) }
    }

    func member(_ key: String) throws(MarginAnswersError) -> JSONNode {
        try decoding { () throws(EncodingError) in try self[key] }
    }

    func optionalMember(_ key: String) throws(MarginAnswersError) -> JSONNode? {
        try decoding { () throws(EncodingError) in try optional(key) }
    }

    /// The members of the object at `key`, whose keys are identifiers.
    func entries(_ key: String, max maximum: Int) throws(MarginAnswersError) -> [(key: String, node: JSONNode)] {
        let node = try member(key)
        let members = try decoding { () throws(EncodingError) in try node.object().members }
        guard members.count <= maximum else {
            throw .outOfRange(field: "\(node.path)", expected: "at most \(maximum) members", got: "\(members.count)")
        }
        return members.map { ($0.key, JSONNode($0.value, path: .member(node.path, $0.key))) }
    }

    func elements(_ key: String, max maximum: Int) throws(MarginAnswersError) -> [JSONNode] {
        let node = try member(key)
        return try decoding { () throws(EncodingError) in try node.array(max: maximum) }
    }

    func text(_ key: String, max maximum: Int) throws(MarginAnswersError) -> String {
        try decoding { () throws(EncodingError) in try self[key].string(max: maximum) }
    }

    func whole(_ key: String) throws(MarginAnswersError) -> UInt64 {
        try decoding { () throws(EncodingError) in try self[key].uint64() }
    }

    func assetID(_ key: String) throws(MarginAnswersError) -> AssetID {
        let text = try text(key, max: AssetID.maximumLength)
        return try located("\(path).\(key)") { () throws(MarginAnswersError) in
            try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
        }
    }

    /// A decimal number in a string, because most readers of JSON numbers lose digits.
    func amount(_ key: String) throws(MarginAnswersError) -> FixedPoint {
        let text = try decoding { () throws(EncodingError) in try self[key].decimalString() }
        do { return try FixedPoint(parsing: text) } catch { throw .number(field: "\(path).\(key)", error) }
    }

    /// Runs what reads this node; an error of it that names no place gets this one.
    func located<Value>(_ body: () throws(MarginAnswersError) -> Value) throws(MarginAnswersError) -> Value {
        try located("\(path)", body)
    }

    private func located<Value>(_ place: String, _ body: () throws(MarginAnswersError) -> Value) throws(MarginAnswersError) -> Value {
        do { return try body() } catch {
            switch error {
            case .liquidation, .hedging, .systemicRisk, .risk, .identity: throw .at(path: place, error)
            default: throw error
            }
        }
    }
}

extension FixedPoint {
    var json: JSON { .string("\(self)") }
}
