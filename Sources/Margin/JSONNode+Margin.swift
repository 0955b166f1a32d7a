import CollateralState
import Encoding
import Quantities

/// The readers of `Encoding` with this module's errors and types.
extension JSONNode {
    func allow(_ keys: [String]) throws(MarginError) {
        try decoding { () throws(EncodingError) in _ = try object(allowing: keys) }
    }

    func member(_ key: String) throws(MarginError) -> JSONNode {
        try decoding { () throws(EncodingError) in try self[key] }
    }

    func optionalMember(_ key: String) throws(MarginError) -> JSONNode? {
        try decoding { () throws(EncodingError) in try optional(key) }
    }

    /// The members of the object at `key`, whose keys are names or identifiers.
    func entries(_ key: String, max maximum: Int, isOptional: Bool = false) throws(MarginError) -> [(key: String, node: JSONNode)] {
        try (isOptional ? try optionalMember(key) : try member(key))?.entries(max: maximum) ?? []
    }

    /// The members of an object whose keys are names or identifiers.
    func entries(max maximum: Int) throws(MarginError) -> [(key: String, node: JSONNode)] {
        let members = try decoding { () throws(EncodingError) in try object().members }
        guard members.count <= maximum else {
            throw .outOfRange(field: "\(path)", expected: "at most \(maximum) members", got: "\(members.count)")
        }
        return members.map { ($0.key, JSONNode($0.value, path: .member(path, $0.key))) }
    }

    func whole() throws(MarginError) -> UInt64 {
        try decoding { () throws(EncodingError) in try uint64() }
    }

    /// A decimal number in a string, because most readers of JSON numbers lose digits.
    func fixedPoint() throws(MarginError) -> FixedPoint {
        let text = try decoding { () throws(EncodingError) in try decimalString() }
        do { return try FixedPoint(parsing: text) } catch { throw .number(field: "\(path)", error) }
    }

    func evidence() throws(MarginError) -> EvidenceClass {
        let code = try decoding { () throws(EncodingError) in try integer(in: 1...5) }
        guard let evidence = EvidenceClass(rawValue: UInt8(code)) else {
            throw .outOfRange(field: "\(path)", expected: "an evidence class, 1 to 5", got: "\(code)")
        }
        return evidence
    }
}
