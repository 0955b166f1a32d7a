import Foundation
import Signatures
@testable import NodeStorage

/// A folder that goes when the test ends.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "plimsoll-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String = "node.sqlite") -> String { url.appending(path: name).path }

    func open(_ name: String = "node.sqlite") throws -> Store {
        try Store(path: path(name), mode: .readWrite(newFeed: SHA256.hash(Array(name.utf8))))
    }

    func openReadOnly(_ name: String = "node.sqlite") throws -> Store {
        try Store(path: path(name), mode: .readOnly)
    }

    /// The database's files as they lie there now, under another name: what a crash at this instant would leave.
    func copyFiles(of name: String = "node.sqlite", as copy: String) throws {
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path(name + suffix)) {
            try FileManager.default.copyItem(atPath: path(name + suffix), toPath: path(copy + suffix))
        }
    }
}
