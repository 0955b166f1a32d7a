/// A JSON value together with its place, for reading it strictly into types of our own: every error names the path.
public struct JSONNode: Sendable {
    public let value: JSON
    public let path: JSONPath

    public init(_ value: JSON, path: JSONPath = .root) {
        self.value = value
        self.path = path
    }

    /// The members of an object, none of which may be unknown.
    ///
    /// - Parameter keys: all the keys the format knows; one outside them is an error, because a misspelt option must not be ignored.
    @discardableResult
    public func object(allowing keys: [String]) throws(EncodingError) -> JSONObject {
        let object = try object()
        for key in object.keys where !keys.contains(key) {
            throw .unexpectedValue(
                .json, path: "\(JSONPath.member(path, key))", expected: "one of the members \(keys.joined(separator: ", "))",
                got: "an unknown member")
        }
        return object
    }

    /// The members of an object, unknown ones included: for answers of others, who may add members.
    public func object() throws(EncodingError) -> JSONObject {
        guard case .object(let object) = value else { throw unexpected("an object") }
        return object
    }

    /// The member `key`, which must be there.
    public subscript(key: String) -> JSONNode {
        get throws(EncodingError) {
            guard let member = try optional(key) else {
                throw .unexpectedValue(.json, path: "\(JSONPath.member(path, key))", expected: "a value", got: "nothing")
            }
            return member
        }
    }

    /// The member `key`; nil when it is not there. A null that is there is a value.
    public func optional(_ key: String) throws(EncodingError) -> JSONNode? {
        try object()[key].map { JSONNode($0, path: .member(path, key)) }
    }

    /// The member `key`; nil when it is not there or null, as JSON-RPC servers use both.
    public func optionalOrNull(_ key: String) throws(EncodingError) -> JSONNode? {
        guard let member = try optional(key), !member.isNull else { return nil }
        return member
    }

    public var isNull: Bool { value == .null }

    /// The elements of an array.
    ///
    /// - Parameter maximum: the most elements the caller can use.
    public func array(max maximum: Int) throws(EncodingError) -> [JSONNode] {
        guard case .array(let elements) = value else { throw unexpected("an array") }
        guard elements.count <= maximum else { throw unexpected("an array of at most \(maximum)") }
        return elements.enumerated().map { JSONNode($0.element, path: .element(path, $0.offset)) }
    }

    /// The error for this value, when it is not `expected`.
    public func unexpected(_ expected: String) -> EncodingError {
        .unexpectedValue(.json, path: "\(path)", expected: expected, got: value.kind)
    }
}
