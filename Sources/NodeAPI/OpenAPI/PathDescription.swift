import Encoding

/// One path of the interface in words: what the OpenAPI file says of it.
struct PathDescription: Sendable {
    /// With its parameters in braces, as OpenAPI and the router write it.
    let path: String
    let reads: OperationDescription?
    let posts: OperationDescription?

    init(_ path: String, get reads: OperationDescription? = nil, post posts: OperationDescription? = nil) {
        (self.path, self.reads, self.posts) = (path, reads, posts)
    }

    var operations: [(method: String, operation: OperationDescription)] {
        [reads.map { ("get", $0) }, posts.map { ("post", $0) }].compactMap { $0 }
    }
}

/// What one method at a path takes and answers.
struct OperationDescription: Sendable {
    enum Answer: Sendable {
        /// An object with just these members.
        case object([String])
        /// An object that is described elsewhere, or whose members depend on what it is about.
        case json
        case other(mediaType: String)
    }

    /// Who may.
    enum Access: Sendable {
        /// Anybody.
        case open
        /// Who has the token, and anybody where the node has none.
        case reader
        /// Who has the token.
        case writer
    }

    let summary: String
    let parameters: [ParameterDescription]
    let body: BodyDescription?
    /// Of a success.
    let status: Int
    let answer: Answer
    let access: Access
    /// Whether it is long to answer: bounded in number and in work.
    let isLong: Bool

    init(
        _ summary: String, _ parameters: [ParameterDescription] = [], body: BodyDescription? = nil, status: Int = 200, answers answer: Answer,
        access: Access = .reader, isLong: Bool = false
    ) {
        (self.summary, self.parameters, self.body) = (summary, parameters, body)
        (self.status, self.answer, self.access, self.isLong) = (status, answer, access, isLong)
    }
}

/// A query parameter. Those of the path are the names in its braces.
struct ParameterDescription: Sendable {
    let name: String
    let text: String
    let schema: JSON
    let isRequired: Bool
    /// Whether it may stand several times.
    let isRepeated: Bool
    /// One value as it is written.
    let example: String

    static func text(_ name: String, _ text: String, example: String, required: Bool = false, repeated: Bool = false) -> Self {
        Self(name: name, text: text, schema: ["type": "string"], isRequired: required, isRepeated: repeated, example: example)
    }

    static func choice(_ name: String, _ text: String, _ values: [String]) -> Self {
        Self(
            name: name, text: text, schema: ["type": "string", "enum": .array(values.map { .string($0) })], isRequired: false, isRepeated: false,
            example: values.first ?? "")
    }

    static func number(_ name: String, _ text: String, _ range: ClosedRange<UInt64>, example: UInt64, required: Bool = false) -> Self {
        Self(
            name: name, text: text, schema: ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)],
            isRequired: required, isRepeated: false, example: "\(example)")
    }

    static func flag(_ name: String, _ text: String) -> Self {
        Self(name: name, text: text, schema: ["type": "boolean"], isRequired: false, isRepeated: false, example: "true")
    }

    static func limit(_ maximum: Int) -> Self { number("limit", "The most entries of the page.", 1...UInt64(maximum), example: 10) }
}

/// What a request brings.
struct BodyDescription: Sendable {
    let text: String
    /// Bytes.
    let maximum: Int
    /// nil where one is of no use, because it is signed.
    let example: JSON?
}
