import Encoding

/// The interface as an OpenAPI 3.1 document, made from `PathDescription.all` alone.
enum OpenAPIDocument {
    static let path = "/v1/openapi.json"

    static var json: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Plimsoll",
                "description": .string(
                    "Cross-chain collateral, merged and provable. Amounts are decimals in strings, times milliseconds since 1970. Unknown and repeated query "
                        + "parameters are refused. A question that takes long is answered one at a time: beyond \(LongAnswers.mostWaiting) that wait the next is "
                        + "told to come again, and one that takes more than \(LongAnswers.usualAllowance.components.seconds) s of the node's processor is refused."),
                "version": "1",
            ],
            "security": [["bearer": []], [:]],
            "paths": .object(named: PathDescription.all.map { ($0.path, $0.json) }),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
                "schemas": ["Problem": problem],
            ],
        ]
    }

    /// RFC 9457.
    private static var problem: JSON {
        [
            "type": "object", "required": ["type", "title", "status", "detail"],
            "properties": [
                "type": ["type": "string"], "title": ["type": "string", "description": "From a fixed set of words."], "status": ["type": "integer"],
                "detail": ["type": "string", "description": "What is wrong."], "remedy": ["type": "string", "description": "What can be done about it."],
            ],
        ]
    }
}

extension PathDescription {
    fileprivate var json: JSON {
        var object = JSONObject()
        let places = names.map { name in
            ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"], "description": .string(Self.meaning(of: name))] as JSON
        }
        if !places.isEmpty { object["parameters"] = .array(places) }
        for (method, operation) in operations { object[method] = operation.json }
        return .object(object)
    }

    /// The names in braces.
    var names: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func meaning(of name: String) -> String {
        switch name {
        case "account": "A CAIP-10 account; any member names its whole margin account."
        case "stream": "A stream's id, 64 hexadecimal digits."
        default: "The digest of a message, 64 hexadecimal digits."
        }
    }
}

extension OperationDescription {
    fileprivate var json: JSON {
        var object: JSONObject = ["summary": .string(summary)]
        switch access {
        case .open: object["security"] = []
        case .reader: break
        case .writer: object["security"] = [["bearer": []]]
        }
        if !parameters.isEmpty { object["parameters"] = .array(parameters.map(\.json)) }
        object["requestBody"] = body?.json
        object["responses"] = .object(named: [("\(status)", success)] + problems.map { ("\($0.status)", Self.problem($0.meaning, $0.status)) })
        return .object(object)
    }

    private var success: JSON {
        let content: (String, JSON) =
            switch answer {
            case .object(let members):
                (
                    "application/json",
                    [
                        "type": "object", "required": .array(members.map { .string($0) }),
                        "properties": .object(named: members.map { ($0, .object([:])) }),
                    ]
                )
            case .json: ("application/json", ["type": "object"])
            case .other(let mediaType): (mediaType, ["type": "string"])
            }
        let media: JSON = ["schema": content.1]
        return ["description": "The answer.", "content": .object(named: [(content.0, media)])]
    }

    /// What may be wrong, beside what can always be.
    private var problems: [(status: Int, meaning: String)] {
        var problems: [(Int, String)] = [(400, "The question is wrong; the detail says what.")]
        if access == .writer { problems.append((403, "The node has no token, and takes no writes.")) }
        if access != .open { problems.append((401, "The node has a token, and the request has not.")) }
        problems.append((404, "Nothing is known of what is asked about."))
        if body != nil { problems.append((413, "The body is too large.")) }
        if isLong {
            problems.append((422, "It cannot be computed, or takes too long."))
            problems.append((503, "Too many long questions wait, or prices or parameters are missing."))
        }
        return problems.sorted { $0.0 < $1.0 }
    }

    private static func problem(_ meaning: String, _ status: Int) -> JSON {
        [
            "description": .string(meaning),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
    }
}

extension ParameterDescription {
    fileprivate var json: JSON {
        let schema: JSON = isRepeated ? ["type": "array", "maxItems": .integer(QueryReader.mostValues), "items": schema] : schema
        return [
            "name": .string(name), "in": "query", "required": .bool(isRequired), "description": .string(text), "schema": schema,
            "example": isRepeated ? [.string(example)] : .string(example),
        ]
    }
}

extension BodyDescription {
    fileprivate var json: JSON {
        var content: JSONObject = ["schema": ["type": "object"]]
        content["example"] = example
        return [
            "required": true, "description": .string("\(text) At most \(maximum) bytes."), "content": ["application/json": .object(content)],
        ]
    }
}

extension JSON {
    /// An object of entries with different names.
    fileprivate static func object(named entries: [(String, JSON)]) -> JSON {
        var object = JSONObject()
        for (name, value) in entries { object[name] = value }
        return .object(object)
    }
}
