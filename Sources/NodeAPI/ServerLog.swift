import Logging

/// Hands the HTTP server's log on, without the errors by which it tells that it was cancelled: the node does that whenever it stops.
struct ServerLog: LogHandler {
    private var handler: any LogHandler

    static func logger(handingOnTo logger: Logger) -> Logger {
        Logger(label: logger.label) { _ in ServerLog(handler: logger.handler) }
    }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        guard !(Task.isCancelled && "\(event.message)".contains("CancellationError")) else { return }
        handler.log(event: event)
    }
}
