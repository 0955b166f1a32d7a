public import Encoding
import Foundation

/// The project's own attack vectors of one proof system: `Proofs/<target>/Vectors`, one JSON file for each attack.
public struct AttackFolder: Sendable {
    private let url: URL?

    /// Whether this run writes the vectors anew instead of only comparing them.
    public static var isWriting: Bool { ProcessInfo.processInfo.environment["PLIMSOLL_WRITE_VECTORS"] != nil }

    /// - Parameter target: the proof system's folder.
    public init(_ target: String) {
        let source = URL(filePath: #filePath)
        url = [source, source.resolvingSymlinksInPath()].lazy.compactMap { VectorLocation.packageRoot(above: $0) }.first?
            .appending(path: "Proofs/\(target)/Vectors")
    }

    /// Names of all files, sorted.
    public var files: [String] {
        guard let url, let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }

    public func read(_ file: String) throws -> Bytes {
        guard let url else { throw CocoaError(.fileNoSuchFile) }
        return Bytes(try Data(contentsOf: url.appending(path: file)))
    }

    public func write(_ bytes: Bytes, to file: String) throws {
        guard let url else { throw CocoaError(.fileNoSuchFile) }
        try Data(bytes).write(to: url.appending(path: file))
    }
}
