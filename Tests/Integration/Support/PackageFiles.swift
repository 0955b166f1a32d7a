import Foundation

/// Files of this package, for tests of what its documents promise.
enum PackageFiles {
    static func read(_ path: String) throws -> String {
        // The sources may be reached through a symbolic link.
        let source = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(ofFile: root.appending(path: path).path)
    }
}
