import Foundation

/// Where a run keeps its files; removed at its end, also when it is interrupted.
final class BenchFolder {
    let path: String
    private let interrupts: [any DispatchSourceSignal]

    init(below parent: String?) throws {
        let parent = parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
        let folder = parent.appending(path: "plimsoll-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
        interrupts = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                try? FileManager.default.removeItem(at: folder)
                exit(128 + number)
            }
            source.activate()
            return source
        }
    }

    func remove() {
        for interrupt in interrupts { interrupt.cancel() }
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A copy that lies on the disk already, so that what is measured next does not wait for it.
    func copy(_ file: String, as name: String) throws -> String {
        let copy = self.file(name)
        try discard(name)
        try FileManager.default.copyItem(atPath: file, toPath: copy)
        let handle = try FileHandle(forUpdating: URL(filePath: copy))
        try handle.synchronize()
        try handle.close()
        return copy
    }

    /// Removes a database and what lies beside it.
    func discard(_ name: String) throws {
        for suffix in ["", "-wal", "-shm", ".lock"] where FileManager.default.fileExists(atPath: file(name + suffix)) {
            try FileManager.default.removeItem(atPath: file(name + suffix))
        }
    }
}
