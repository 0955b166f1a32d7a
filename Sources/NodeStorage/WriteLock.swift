import Foundation

/// The right to write one database: an exclusive lock on a file beside it, which the system takes back when the process ends.
///
/// SQLite's own locks last for one transaction; they would let two nodes take turns. The database file itself is never opened by hand:
/// closing it would drop SQLite's locks of the whole process.
final class WriteLock: Sendable {
    private let descriptor: Int32
    private let database: String

    /// - Throws: `lockedByAnotherNode`, `cannotOpen`.
    init(database file: String) throws(NodeStorageError) {
        let descriptor = open(file + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(file: file, reason: "its lock file: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            defer { close(descriptor) }
            guard reason == EWOULDBLOCK else { throw .cannotOpen(file: file, reason: "its lock file: \(String(cString: strerror(reason)))") }
            throw .lockedByAnotherNode(file: file, holder: Self.holder(descriptor))
        }
        self.descriptor = descriptor
        database = file
        sign()
    }

    deinit { close(descriptor) }

    /// Asked before each write: who removes the lock file lets another node in, so this one must not go on.
    ///
    /// - Throws: `lockLost` when the file beside the database is not the locked one any more.
    func verify() throws(NodeStorageError) {
        var (mine, found) = (stat(), stat())
        guard fstat(descriptor, &mine) == 0, stat(database + ".lock", &found) == 0, mine.st_ino == found.st_ino, mine.st_dev == found.st_dev else {
            throw .lockLost(file: database)
        }
    }

    /// Leaves the process id for the error message of whoever comes second; nothing depends on it.
    private func sign() {
        let text = Array("\(getpid())\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 20)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let digits = buffer.prefix(max(count, 0)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
    }
}
