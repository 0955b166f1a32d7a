import Encoding

/// The structures that typed data declares, and the hash of each.
struct TypedDataSchema {
    struct Member {
        let name: String
        let type: TypedDataType
    }

    static let maximumTypes = 64
    /// Of one type, and of all together: the spelling of every type can hold every other.
    static let maximumMembers = 64
    static let maximumMembersOfAll = 1_024

    private let members: [String: [Member]]
    private let typeHashes: [String: Digest]

    /// - Parameter node: an object of type name to array of name and type.
    /// - Throws: `EIP712Error.malformed`, `.invalidName`, `.repeatedMember`, `.unknownType` or `.tooMany`.
    ///
    /// All declared types are read, those that the message does not use too.
    init(_ node: JSONNode) throws(EIP712Error) {
        try self.init(try Self.declarations(node))
    }

    init(_ members: [String: [Member]]) throws(EIP712Error) {
        for (_, declared) in members {
            for member in declared {
                if let name = member.type.structureName, members[name] == nil { throw .unknownType(name) }
            }
        }
        self.members = members
        typeHashes = members.reduce(into: [:]) { hashes, type in
            hashes[type.key] = Keccak256.hash(Bytes(Self.encodedType(type.key, members).utf8))
        }
    }

    /// The members of a structure, in their order; nil when it is not declared.
    subscript(name: String) -> [Member]? { members[name] }

    func typeHash(_ name: String) -> Digest? { typeHashes[name] }

    func encodedType(_ name: String) -> String { Self.encodedType(name, members) }

    private static func declarations(_ node: JSONNode) throws(EIP712Error) -> [String: [Member]] {
        let object: JSONObject
        do { object = try node.object() } catch { throw .malformed(error) }
        guard object.count <= maximumTypes else { throw .tooMany("types", maximum: maximumTypes, got: object.count) }
        var types: [String: [Member]] = [:]
        for (name, value) in object.members.map({ ($0.key, $0.value) }) {
            guard TypedDataType.isIdentifier(name), !TypedDataType.isReserved(name) else { throw .invalidName(name) }
            types[name] = try members(JSONNode(value, path: .member(node.path, name)), of: name)
        }
        let count = types.values.reduce(0) { $0 + $1.count }
        guard count <= maximumMembersOfAll else { throw .tooMany("members of types", maximum: maximumMembersOfAll, got: count) }
        return types
    }

    private static func members(_ node: JSONNode, of type: String) throws(EIP712Error) -> [Member] {
        let (names, types): ([String], [String])
        do {
            let declared = try node.array(max: maximumMembers)
            for member in declared { try member.object(allowing: ["name", "type"]) }
            names = try declared.map { member throws(EncodingError) in try member["name"].string() }
            types = try declared.map { member throws(EncodingError) in try member["type"].string() }
        } catch {
            throw .malformed(error)
        }
        var result: [Member] = []
        for (name, text) in zip(names, types) {
            guard TypedDataType.isIdentifier(name) else { throw .invalidName(name) }
            guard !result.contains(where: { $0.name == name }) else { throw .repeatedMember(type: type, member: name) }
            result.append(Member(name: name, type: try TypedDataType(text)))
        }
        return result
    }

    /// The type, then the structures it needs in the order of their names, each as `Name(type member,...)`.
    ///
    /// Source: EIP-712, "Definition of encodeType".
    private static func encodedType(_ name: String, _ members: [String: [Member]]) -> String {
        var needed: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for member in members[next] ?? [] {
                if let name = member.type.structureName, needed.insert(name).inserted { waiting.append(name) }
            }
        }
        needed.remove(name)
        return ([name] + needed.sorted { Bytes($0.utf8).lexicographicallyPrecedes(Bytes($1.utf8)) }).map { name in
            "\(name)(\((members[name] ?? []).map { "\($0.type) \($0.name)" }.joined(separator: ",")))"
        }.joined()
    }
}
