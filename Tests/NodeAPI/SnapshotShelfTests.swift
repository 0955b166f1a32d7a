import CollateralState
import Encoding
import NodeEngine
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Moments whose pages are being read")
struct SnapshotShelfTests {
    @Test("a moment is kept by its view, the oldest goes when there are too many, and the first snapshot of a view stays")
    func bounded() async throws {
        var world = try await World.populated()
        let shelf = SnapshotShelf()
        var digests: [Digest] = []
        for number in 1...(SnapshotShelf.capacity + 3) {
            try await world.node.take([.accepted(try world.first.next([number: 77]))])
            let snapshot = try await world.node.snapshot()
            digests.append(snapshot.view.digest)
            await shelf.keep(snapshot)
        }
        for digest in digests.prefix(3) { #expect(await shelf.snapshot(digest) == nil) }
        for digest in digests.dropFirst(3) { #expect(await shelf.snapshot(digest)?.view.digest == digest) }

        world.node.change { $0.now = Timestamp(milliseconds: 2_000_000) }
        await shelf.keep(try await world.node.snapshot())
        #expect(await shelf.snapshot(digests[digests.count - 1])?.takenAt == Timestamp(milliseconds: 1_000_000), "ages do not change between pages")
    }
}
