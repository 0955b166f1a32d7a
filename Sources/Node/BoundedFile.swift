import Foundation

/// Reads and writes whole files of bounded size.
public enum BoundedFile {
    /// The largest configuration, key, price, parameter or link file, in bytes.
    public static let maximumBytes = 16 << 20

    public static func read(_ path: String, maximum: Int = maximumBytes) throws(NodeError) -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: maximum + 1) ?? Data()
            guard data.count <= maximum else { throw NodeError.tooLarge(file: path, maximum: maximum) }
            return Array(data)
        } catch let error as NodeError {
            throw error
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
