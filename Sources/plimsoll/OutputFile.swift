import ArgumentParser
import Encoding
import Foundation
import Node

/// Files that commands write where the user says: JSON, and never over anything else that lies there, such as a key.
enum OutputFile {
    static func write(_ bytes: Bytes, to path: String) throws {
        try verify(path)
        try BoundedFile.write(bytes, to: path)
    }

    /// - Throws: a usage error when something else than JSON lies there.
    static func verify(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let first = try BoundedFile.prefix(of: path, count: 1)
        guard first.isEmpty || first == [UInt8(ascii: "{")] else {
            throw ValidationError("\(path) exists and is no file that this command writes; name another with --out, or move it away")
        }
    }
}
