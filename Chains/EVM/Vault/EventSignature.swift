import Encoding
import Signatures

/// An event as a contract declares it, for example `Deposit(address indexed account, address indexed asset, uint256 amount)`.
struct EventSignature: Hashable, Sendable {
    struct Parameter: Hashable, Sendable {
        /// Empty when the declaration gives none.
        let name: String
        let type: ABIType
        let isIndexed: Bool
    }

    static let maximumParameters = 32
    /// The first topic is the event itself.
    static let maximumIndexed = 3
    private static let maximumTextBytes = 1_024

    let name: String
    let parameters: [Parameter]
    /// The first topic of the event's logs: Keccak-256 of the canonical text.
    let topic: Digest

    init(name: String, parameters: [Parameter]) throws(EVMError) {
        guard Self.isIdentifier(name) else { throw .malformedSignature(name, reason: "the event's name is no identifier") }
        guard parameters.count <= Self.maximumParameters else {
            throw .malformedSignature(name, reason: "more than \(Self.maximumParameters) parameters")
        }
        guard parameters.count(where: \.isIndexed) <= Self.maximumIndexed else {
            throw .malformedSignature(name, reason: "more than \(Self.maximumIndexed) indexed parameters")
        }
        let names = parameters.map(\.name).filter { !$0.isEmpty }
        guard Set(names).count == names.count else { throw .malformedSignature(name, reason: "two parameters have one name") }
        self.name = name
        self.parameters = parameters
        topic = Keccak256.hash(Array(Self.canonicalText(name, parameters).utf8))
    }

    /// Name and types alone, as they are hashed: `Deposit(address,address,uint256)`.
    var canonicalText: String { Self.canonicalText(name, parameters) }

    private static func canonicalText(_ name: String, _ parameters: [Parameter]) -> String {
        "\(name)(\(parameters.map(\.type.name).joined(separator: ",")))"
    }

    /// Reads a declaration: name, then in parentheses type, optionally `indexed`, optionally a name, for each parameter.
    init(parsing text: String) throws(EVMError) {
        guard text.utf8.count <= Self.maximumTextBytes else {
            throw .malformedSignature(text, reason: "longer than \(Self.maximumTextBytes) bytes")
        }
        guard let open = text.firstIndex(of: "("), text.last == ")" else {
            throw .malformedSignature(text, reason: "expected Name(type indexed name, ...)")
        }
        let list = text[text.index(after: open)..<text.index(before: text.endIndex)]
        var parameters: [Parameter] = []
        if !list.allSatisfy({ $0 == " " }) {
            for part in list.split(separator: ",", omittingEmptySubsequences: false) {
                parameters.append(try Self.parameter(part, of: text))
            }
        }
        try self.init(name: String(text[..<open]), parameters: parameters)
    }

    private static func parameter(_ part: Substring, of text: String) throws(EVMError) -> Parameter {
        var words = part.split(separator: " ").map(String.init)[...]
        guard let type = words.popFirst() else { throw .malformedSignature(text, reason: "a parameter without a type") }
        let isIndexed = words.first == "indexed"
        if isIndexed { words.removeFirst() }
        let name = words.popFirst() ?? ""
        guard words.isEmpty, name.isEmpty || isIdentifier(name), name != "indexed" else {
            throw .malformedSignature(text, reason: "expected a type, optionally indexed, and a name, got \"\(part)\"")
        }
        return Parameter(name: name, type: try ABIType(parsing: type), isIndexed: isIndexed)
    }

    static func isIdentifier(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
            default: false
            }
        }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 128 else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
    }
}

extension EventSignature {
    /// The values of one log, in the order of the parameters.
    ///
    /// Indexed parameters are the topics after the first, the others the words of the data; there may be nothing else.
    func decode(topics: [Digest], data: Bytes) throws(EVMError) -> [ABIValue] {
        let indexed = parameters.count(where: \.isIndexed)
        guard topics.count == 1 + indexed else {
            throw .wrongTopicCount(event: name, expected: 1 + indexed, got: topics.count)
        }
        let words = parameters.count - indexed
        guard data.count == 32 * words else { throw .wrongDataSize(event: name, expected: 32 * words, got: data.count) }
        var nextTopic = 1
        var offset = 0
        var values: [ABIValue] = []
        for parameter in parameters {
            if parameter.isIndexed {
                values.append(try parameter.type.decode(topics[nextTopic]))
                nextTopic += 1
            } else {
                let word = try reading { () throws(EncodingError) in try Digest(data[offset..<offset + 32]) }
                values.append(try parameter.type.decode(word))
                offset += 32
            }
        }
        return values
    }
}
