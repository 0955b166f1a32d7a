/// The members of a JSON object, in their order, each key once.
public struct JSONObject: Sendable {
    public struct Member: Equatable, Sendable {
        public let key: String
        public var value: JSON
    }

    public private(set) var members: [Member] = []
    // Small objects are searched from the front; larger ones have an index.
    private var positions: [String: Int] = [:]
    private static let longestSearch = 12

    public init() {}

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: [String] { members.map(\.key) }

    /// The value of `key`. Setting appends a new member at the end, replaces an old one in its place; setting nil removes it.
    public subscript(key: String) -> JSON? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Appends a member; false when the key is already there, and then nothing changes.
    mutating func appendUnique(_ key: String, _ value: JSON) -> Bool {
        guard position(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    private func position(of key: String) -> Int? {
        members.count <= Self.longestSearch ? members.firstIndex { $0.key == key } : positions[key]
    }

    private mutating func append(_ key: String, _ value: JSON) {
        members.append(Member(key: key, value: value))
        if members.count == Self.longestSearch + 1 {
            rebuildPositions()
        } else if members.count > Self.longestSearch {
            positions[key] = members.count - 1
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        rebuildPositions()
    }

    private mutating func rebuildPositions() {
        positions.removeAll(keepingCapacity: true)
        guard members.count > Self.longestSearch else { return }
        for (position, member) in members.enumerated() { positions[member.key] = position }
    }
}

extension JSONObject: Equatable {
    /// Equal means: the same members in the same order, so that equal values print the same text.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members == right.members
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Keeps the order of writing. Traps when a key is written twice, as a dictionary literal does.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(uniqueMembers: elements)
    }

    init(uniqueMembers elements: [(String, JSON)]) {
        self.init()
        for (key, value) in elements {
            let isNew = appendUnique(key, value)
            precondition(isNew, "the literal names the member \(key) twice")
        }
    }
}
