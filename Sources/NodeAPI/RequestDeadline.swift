import NIOCore
import NIOHTTPTypes

/// Closes a connection whose next request does not arrive whole within a deadline, so that half-sent requests cannot hold the node's connections.
///
/// The time runs from the connection's begin, and again from the end of each answer; while the node answers it does not. Of a request that was
/// answered before it was whole, a refused one, the rest has a moment to arrive. And a client that has closed its own side has a moment to take
/// its answer: after that it has left, and nobody works for it any more.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private static let moment = TimeAmount.seconds(1)

    private let patience: TimeAmount
    private var deadline: Scheduled<Void>?
    private var farewell: Scheduled<Void>?
    /// Whole requests that are not answered yet: a client may send the next before it has the answer. Negative: answered, and not whole yet.
    private var unanswered = 0

    init(patience: TimeAmount) { self.patience = patience }

    func handlerAdded(context: ChannelHandlerContext) { start(context, patience) }
    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) {
            unanswered += 1
            if unanswered > 0 { stop() } else { start(context, patience) }
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent, farewell == nil { farewell = close(context, in: Self.moment) }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if unanswered <= 0 { start(context, unanswered < 0 ? min(patience, Self.moment) : patience) }
        }
        context.write(data, promise: promise)
    }

    private func start(_ context: ChannelHandlerContext, _ patience: TimeAmount) {
        deadline?.cancel()
        deadline = close(context, in: patience)
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }

    private func stop() {
        deadline?.cancel()
        deadline = nil
    }

    private func end() {
        stop()
        farewell?.cancel()
        farewell = nil
    }
}
