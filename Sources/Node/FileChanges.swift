import Foundation

/// Which files were read as they are now, by their time of change.
struct FileChanges: Sendable {
    private var seen: [String: Date] = [:]

    /// Whether a file is not as it was when this was asked last.
    ///
    /// - Parameter orMissing: whether a file that is not there is new too, once: for one that has to be there.
    mutating func isNew(_ file: String, orMissing: Bool = false) -> Bool {
        let modified = (try? FileManager.default.attributesOfItem(atPath: file))?[.modificationDate] as? Date
        guard let modified = modified ?? (orMissing ? .distantPast : nil), seen[file] != modified else { return false }
        seen[file] = modified
        return true
    }

    /// Takes the file for new the next time.
    mutating func forget(_ file: String) { seen[file] = nil }
}
