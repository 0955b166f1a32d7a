public import Encoding
import Foundation

/// A folder of third-party data that tests read where it is present, and skip with a printed reason where it is not.
///
///     @Test(.enabled(if: VectorSet("rlp").isPresent)) func ...
public struct VectorSet: Sendable {
    /// Which collection the folder belongs to; each has its own environment variable.
    public enum Collection: String, Sendable {
        /// `PLIMSOLL_VECTORS`, by default `../shared/vectors` beside the package.
        case vectors
        /// `PLIMSOLL_GOLDEN`, by default `../shared/golden` beside the package.
        case golden
    }

    public let name: String
    private let collection: Collection
    private let folder: URL?

    /// - Parameter name: a folder of the collection; empty for the collection itself.
    public init(_ name: String, in collection: Collection = .vectors) {
        self.name = name
        self.collection = collection
        let folder = VectorLocation.root(of: collection).map { name.isEmpty ? $0 : $0.appending(path: name) }
        self.folder = folder.flatMap { VectorLocation.isFolder($0) ? $0 : nil }
    }

    /// Whether the folder is there. Prints why not, and what to do, when it is not.
    public var isPresent: Bool {
        if folder != nil { return true }
        print("skipped: no test vectors '\(name)': set \(VectorLocation.variable(for: collection)) to the folder that holds them")
        return false
    }

    /// Paths of all files below the folder, relative to it, sorted; empty when the folder is absent.
    ///
    /// - Parameter ending: only files whose name ends so.
    public func files(ending: String = ".json") -> [String] {
        guard let folder, let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        return walk.compactMap { $0 as? String }
            .filter { $0.hasSuffix(ending) && !VectorLocation.isFolder(folder.appending(path: $0)) }
            .sorted()
    }

    public func contains(_ file: String) -> Bool {
        folder.map { FileManager.default.fileExists(atPath: $0.appending(path: file).path) } ?? false
    }

    /// The bytes of a file of the folder.
    public func bytes(_ file: String) throws -> Bytes {
        guard let folder else { throw CocoaError(.fileNoSuchFile) }
        return Bytes(try Data(contentsOf: folder.appending(path: file)))
    }

    /// A file of the folder, parsed.
    public func json(_ file: String) throws -> JSON {
        try JSON.parse(try bytes(file))
    }

    /// A file of the folder, parsed, as a node that names the file in its errors.
    public func node(_ file: String) throws -> JSONNode {
        JSONNode(try json(file), path: .member(.root, file))
    }
}
