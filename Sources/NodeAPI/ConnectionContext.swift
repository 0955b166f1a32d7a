import Hummingbird
import NIOCore

/// What a handler knows beside the request: which connection it came on.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Somebody who waits until the client closes the connection.
    var asker: Asker {
        let channel = channel
        return Asker { channel.isActive }
    }
}
