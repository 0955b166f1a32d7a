import Encoding
import Foundation

/// An empty folder that is removed with this object.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "plimsoll-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ bytes: Bytes, _ name: String) throws -> String {
        let url = URL(filePath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> String { try write(Bytes(text.utf8), name) }
}

extension Bytes {
    init(ofFile path: String) throws { self.init(try Data(contentsOf: URL(filePath: path))) }
}

extension String {
    init(ofFile path: String) throws { self.init(decoding: try Bytes(ofFile: path), as: UTF8.self) }
}
