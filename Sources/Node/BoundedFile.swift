import Foundation

/// Reads and writes whole files of bounded size.
public enum BoundedFile {
    /// The largest configuration, key, price, parameter or link file, in bytes.
    public static let maximumBytes = 16 << 20

    public static func read(_ path: String, maximum: Int = maximumBytes) throws(NodeError) -> [UInt8] {
        let bytes = try prefix(of: path, count: maximum + 1)
        guard bytes.count <= maximum else { throw .tooLarge(file: path, maximum: maximum) }
        return bytes
    }

    /// The file's first bytes, all of them when there are fewer.
    public static func prefix(of path: String, count: Int) throws(NodeError) -> [UInt8] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .unreadable(file: path, reason: "it is a folder")
        }
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            return Array(try handle.read(upToCount: count) ?? Data())
        } catch {
            throw .unreadable(file: path, reason: reason(error))
        }
    }

    /// Writes a file whole or not at all: beside it first, then renamed into place.
    ///
    /// - Parameter secret: readable by its owner only, from the first byte on.
    public static func write(_ bytes: [UInt8], to path: String, secret: Bool = false) throws(NodeError) {
        let temporary = path + ".new"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: secret ? 0o600 : 0o644]
        do {
            try FileManager.default.createDirectory(
                at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try? FileManager.default.removeItem(atPath: temporary)
            guard FileManager.default.createFile(atPath: temporary, contents: nil, attributes: attributes) else {
                throw CocoaError(.fileWriteNoPermission)
            }
            let handle = try FileHandle(forWritingTo: URL(filePath: temporary))
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
            guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw .unwritable(file: path, reason: reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let cocoa = error as? CocoaError, cocoa.code == .fileReadNoSuchFile || cocoa.code == .fileNoSuchFile { return "there is no such file" }
        return (error as NSError).localizedDescription
    }
}
