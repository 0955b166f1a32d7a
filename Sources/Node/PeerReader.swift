import CollateralState
import Logging
import NIOCore
import NodeAPI
import NodeEngine
import NodeTransport

/// Reads one peer's feed for ever: long polls, and backs off with jitter when the peer fails.
struct PeerReader: Sendable {
    let client: PeerClient
    let endpoint: Endpoint
    let core: NodeCore
    let board: PeerBoard
    let logger: Logger
    let start: FeedCursor?

    /// How long the peer may hold an empty answer back, in seconds.
    static let patience: Int64 = 10
    static let longestPause = Duration.seconds(30)

    func run() async throws {
        var cursor = start
        var failures = 0
        while !Task.isCancelled {
            do {
                let page = try await client.page(after: cursor, wait: .seconds(Self.patience))
                failures = 0
                cursor = page.cursor
                await board.note(client.peer, nil)
                try await core.handle(.received(page.items, from: client.peer, cursor: page.cursor))
            } catch let error as NodeTransportError {
                failures += 1
                await board.note(client.peer, "\(error)")
                if failures == 1 { logger.warning("peer \(client.peer): \(error)") }
                try await Task.sleep(for: pause(after: failures))
            }
        }
    }

    private func pause(after failures: Int) -> Duration {
        let doubled = Duration.milliseconds(200 << Int64(min(failures, 8)))
        return min(doubled, Self.longestPause) * Double.random(in: 0.5...1)
    }
}

/// How each peer was last read, for status and readiness.
actor PeerBoard {
    private var statuses: [PeerID: PeerStatus]

    init(_ peers: [NodeConfiguration.Peer]) {
        statuses = Dictionary(
            uniqueKeysWithValues: peers.map {
                ($0.id, PeerStatus(peer: $0.id, endpoint: $0.endpoint.description, lastRead: nil, problem: "not read yet"))
            })
    }

    func note(_ peer: PeerID, _ problem: String?) {
        guard let known = statuses[peer] else { return }
        statuses[peer] = PeerStatus(
            peer: peer, endpoint: known.endpoint, lastRead: problem == nil ? WallClock.now() : known.lastRead, problem: problem)
    }

    var all: [PeerStatus] { statuses.values.sorted { $0.peer.description < $1.peer.description } }
}
