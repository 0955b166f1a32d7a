import Encoding
import Foundation
import Testing

/// One run of `plimsoll demo --keep`, for all tests that look at what it leaves.
actor KeptDemo {
    static let shared = KeptDemo()

    struct Run: Sendable {
        /// What the demo was told to keep its files in.
        let folder: String
        let result: ProgramResult
        let json: JSON

        /// A path that the demo printed.
        func path(_ name: String) throws -> String { try JSONNode(json)["files"][name].string() }

        /// Where tests may put changed copies; removed with this value.
        let scratch: TestFolder

        func proof() throws -> JSON { try JSON.parse(Bytes(ofFile: path("proof"))) }
    }

    private var running: Task<Run, any Error>?

    func run() async throws -> Run {
        let task = running ?? Task { try await Self.start() }
        running = task
        return try await task.value
    }

    /// Kept until the tests end, since nobody knows which of them is the last to look.
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-test-demo-\(UUID().uuidString)").path

    private static func start() async throws -> Run {
        atexit { try? FileManager.default.removeItem(atPath: KeptDemo.folder) }
        let result = try await Program.run(["demo", "--keep", folder, "--json"])
        try #require(result.end == .code(0), "\(result.output.suffix(2_000)) \(result.errors.suffix(2_000))")
        return Run(folder: folder, result: result, json: try JSON.parse(Bytes(result.output.utf8)), scratch: try TestFolder())
    }
}

extension JSON {
    /// This value with what lies at `path` replaced; a step is a member's name or an element's index.
    func replacing(_ path: [Step], with change: (JSON) -> JSON) -> JSON {
        guard let first = path.first else { return change(self) }
        let rest = Array(path.dropFirst())
        switch (self, first) {
        case (.object(let object), .member(let name)):
            var object = object
            object[name] = object[name]?.replacing(rest, with: change)
            return .object(object)
        case (.array(let elements), .element(let index)):
            return .array(elements.enumerated().map { $0.offset == index ? $0.element.replacing(rest, with: change) : $0.element })
        default: return self
        }
    }

    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case member(String)
        case element(Int)

        init(stringLiteral name: String) { self = .member(name) }
        init(integerLiteral index: Int) { self = .element(index) }
    }

    /// As proof files and trust files are spelled.
    var fileText: String { printed(pretty: true) + "\n" }
}
