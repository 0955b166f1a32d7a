import Logging
import Synchronization

/// Keeps what nodes log: alarms by their label, and everything else that is at least a warning.
final class AlarmBook: Sendable {
    struct Entry: Sendable {
        /// nil for what is no alarm.
        let label: String?
        let text: String
    }

    private let state = Mutex<[Entry]>([])

    /// Everything logged so far, oldest first.
    var entries: [Entry] { state.withLock { $0 } }

    /// Alarms of one label, oldest first.
    func alarms(_ label: String) -> [String] { entries.filter { $0.label == label }.map(\.text) }

    var logger: Logger { Logger(label: "test") { _ in Handler(book: self) } }

    fileprivate func note(_ entry: Entry) { state.withLock { $0.append(entry) } }

    private struct Handler: LogHandler {
        let book: AlarmBook
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            book.note(Entry(label: event.metadata?["alarm"].map { "\($0)" }, text: "\(event.message)"))
        }
    }
}
