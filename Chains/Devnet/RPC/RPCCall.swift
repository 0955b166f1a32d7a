internal import Encoding

/// One request of a body. Source: JSON-RPC 2.0 section 4.
struct RPCCall: Sendable {
    /// Nil for a notification, which is carried out and not answered.
    let id: JSON?
    let method: String
    let parameters: RPCParameters

    private static let longestMethod = 128

    init(_ json: JSON) throws(DevnetError) {
        guard case .object(let members) = json else { throw .notARequest(expected: "an object") }
        guard members["jsonrpc"] == "2.0" else { throw .notARequest(expected: "\"jsonrpc\": \"2.0\"") }
        guard let method = members["method"]?.stringValue, method.utf8.count <= Self.longestMethod else {
            throw .notARequest(expected: "a method name")
        }
        id = try Self.identifier(members["id"])
        self.method = method
        parameters = try RPCParameters(members["params"])
    }

    private static func identifier(_ json: JSON?) throws(DevnetError) -> JSON? {
        switch json {
        case nil, .null, .string, .number: return json
        default: throw .notARequest(expected: "an id that is a string, a number or null")
        }
    }

    /// `dev_` methods command the chain; all others ask a source.
    var isCommand: Bool { method.hasPrefix("dev_") }
}

/// The parameters of a call, by place or, for `dev_` methods, by name.
struct RPCParameters: Sendable {
    private let byPlace: [JSONNode]
    private let byName: JSONNode?
    private static let path = JSONPath.member(.root, "params")

    init(_ json: JSON?) throws(DevnetError) {
        switch json {
        case nil:
            (byPlace, byName) = ([], nil)
        case .array(let elements):
            byPlace = elements.enumerated().map { JSONNode($0.element, path: .element(Self.path, $0.offset)) }
            byName = nil
        case .object(let members):
            (byPlace, byName) = ([], JSONNode(.object(members), path: Self.path))
        default:
            throw .notARequest(expected: "params that are an array or an object")
        }
    }

    /// Parameters by place, of which there must be so many; those at the end may be left out.
    func list(_ count: ClosedRange<Int>) throws(DevnetError) -> [JSONNode] {
        guard byName == nil, count.contains(byPlace.count) else {
            throw .badParameter(
                .unexpectedValue(
                    .json, path: "\(Self.path)", expected: "an array of \(count.lowerBound) to \(count.upperBound)",
                    got: byName == nil ? "\(byPlace.count)" : "an object"))
        }
        return byPlace
    }

    /// Parameters by name: an object, or an array that holds nothing but it. No parameters at all are an empty object.
    func named(_ keys: [String]) throws(DevnetError) -> JSONNode {
        let node = byName ?? byPlace.first ?? JSONNode(.object([:]), path: Self.path)
        try parameter { () throws(EncodingError) in
            if byPlace.count > 1 { throw JSONNode(.array([]), path: Self.path).unexpected("one object") }
            try node.object(allowing: keys)
        }
        return node
    }
}
