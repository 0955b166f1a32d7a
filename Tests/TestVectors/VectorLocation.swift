import Foundation

/// Where the collections of test vectors lie: named by the environment, or beside the package.
enum VectorLocation {
    static func variable(for collection: VectorSet.Collection) -> String {
        "PLIMSOLL_\(collection.rawValue.uppercased())"
    }

    static func root(of collection: VectorSet.Collection) -> URL? {
        if let named = ProcessInfo.processInfo.environment[variable(for: collection)], !named.isEmpty {
            return URL(filePath: named)
        }
        // The sources may be reached through a symbolic link; the folder as written comes first, then where it really is.
        let source = URL(filePath: #filePath)
        return [source, source.resolvingSymlinksInPath()].lazy
            .compactMap { packageRoot(above: $0) }
            .map { $0.deletingLastPathComponent().appending(path: "shared").appending(path: collection.rawValue) }
            .first { isFolder($0) }
    }

    static func isFolder(_ url: URL) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    static func packageRoot(above file: URL) -> URL? {
        var folder = file.deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return folder }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
