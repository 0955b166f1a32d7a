import Encoding

/// Changes to the JSON of a proof file, printed canonically again: what somebody with an editor can do.
struct Forgery {
    private(set) var json: JSON

    init(_ file: Bytes) throws { json = try JSON.parse(file) }

    var bytes: Bytes { Bytes((json.printed(pretty: true) + "\n").utf8) }

    /// Puts a value at a path of member names and indices; nil takes the member away.
    func setting(_ path: [any JSONKey], to value: JSON?) throws -> Forgery {
        var copy = self
        copy.json = try Self.replace(json, path[...]) { _ in value }
        return copy
    }

    /// Changes the text at a path.
    func editing(_ path: [any JSONKey], _ edit: (String) -> String) throws -> Forgery {
        var copy = self
        copy.json = try Self.replace(json, path[...]) { old in old?.stringValue.map { .string(edit($0)) } }
        return copy
    }

    private static func replace(_ json: JSON, _ path: ArraySlice<any JSONKey>, _ body: (JSON?) -> JSON?) throws -> JSON {
        guard let key = path.first else { return body(json) ?? .null }
        switch (json, key) {
        case (.object(var object), let name as String):
            if path.count == 1 { object[name] = body(object[name]) } else {
                guard let inner = object[name] else { throw Missing(path: "\(path)") }
                object[name] = try replace(inner, path.dropFirst(), body)
            }
            return .object(object)
        case (.array(var elements), let index as Int):
            guard elements.indices.contains(index) else { throw Missing(path: "\(path)") }
            elements[index] = try replace(elements[index], path.dropFirst(), body)
            return .array(elements)
        default: throw Missing(path: "\(path)")
        }
    }

    struct Missing: Error { let path: String }
}

protocol JSONKey {}
extension String: JSONKey {}
extension Int: JSONKey {}
