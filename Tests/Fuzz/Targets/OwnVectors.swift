import Encoding
import Foundation

/// The project's own vectors under `Proofs`, as seeds: honest cases to begin with, and one truth to compare with.
enum OwnVectors {
    private static let proofs: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let found = folder.appending(path: "Proofs")
            if FileManager.default.fileExists(atPath: found.path) { return found }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// The vectors of a target whose names begin so, sorted by name.
    static func named(_ head: String, of target: String) throws -> [JSONNode] {
        guard let folder = proofs?.appending(path: "\(target)/Vectors") else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix(head) && $0.hasSuffix(".json") }.sorted()
            .map { JSONNode(try JSON.parse(Bytes(try Data(contentsOf: folder.appending(path: $0))))) }
    }
}
