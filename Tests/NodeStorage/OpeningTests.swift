import CollateralState
import Encoding
import Foundation
import GRDB
import NodeEngine
import Quorum
import Signatures
import Testing

@testable import NodeStorage

@Suite("Opening a database")
struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func label(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return (error as? NodeStorageError)?.shortDescription ?? "\(error)" }
        return nil
    }

    @Test("only one store writes a database; the next may when the first is gone")
    func oneWriter() throws {
        var first: Store? = try folder.open()
        let holder = "process \(ProcessInfo.processInfo.processIdentifier)"
        #expect(throws: NodeStorageError.lockedByAnotherNode(file: try #require(first).file, holder: holder)) { try folder.open() }
        let link = folder.path("link.sqlite")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path())
        #expect(label { _ = try folder.open("link.sqlite") } == "locked", "a symbolic link is the same database")
        first = nil
        _ = try folder.open()
    }

    @Test("another process that holds the lock is refused its database too")
    func otherProcessIsSeen() throws {
        let holder = Process()
        holder.executableURL = URL(filePath: "/usr/bin/env")
        holder.arguments = ["flock", folder.path() + ".lock", "sh", "-c", "echo locked; read line"]
        let (output, input) = (Pipe(), Pipe())
        holder.standardOutput = output
        holder.standardInput = input
        do { try holder.run() } catch {
            print("skipped: no flock program here (\(error))")
            return
        }
        guard !output.fileHandleForReading.availableData.isEmpty else {
            print("skipped: no flock program here")
            return
        }
        #expect(label { _ = try folder.open() } == "locked")
        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        _ = try folder.open()
    }

    @Test("a reader works beside the writer, sees what it has committed, and works when no writer runs")
    func readersBesideAndAfter() throws {
        var stream = try TestStream()
        var writer: Store? = try folder.open()
        let reader = try folder.openReadOnly()
        let first = try stream.next([1: 1])
        try writer?.persist([.accepted(first)])
        #expect(try reader.restore(stream.id).tip?.header == first.header)
        writer = nil
        #expect(try reader.restore(stream.id).tip?.header == first.header)
        let second = try folder.openReadOnly()
        #expect(try second.restore(stream.id).tip?.header == first.header)
        #expect(second.feed == reader.feed)
        let after = try stream.next([1: 2])
        try folder.open().persist([.accepted(after)])
        #expect(try second.restore(stream.id).tip?.header == after.header)
    }

    @Test("a database is of one network for good")
    func oneNetwork() throws {
        let (mine, other) = (try NetworkName(parsing: "mine"), try NetworkName(parsing: "other"))
        var store: Store? = try folder.open()
        try store?.verify(other)
        try store?.bind(to: mine)
        try store?.bind(to: mine)
        let file = try #require(store?.file)
        #expect(throws: NodeStorageError.foreignNetwork(file: file, expected: other, got: "mine")) { try store?.bind(to: other) }
        store = nil
        #expect(throws: NodeStorageError.foreignNetwork(file: file, expected: other, got: "mine")) { try folder.openReadOnly().verify(other) }
        try folder.open().bind(to: mine)
    }

    @Test("which parameters were taken last is kept, and which record of every price source, for each apart")
    func inputHeads() throws {
        let store = try folder.open()
        #expect(try store.head(of: .parameters) == nil)
        let heads = [InputHead(number: 1, digest: SHA256.hash([1])), InputHead(number: .max, digest: SHA256.hash([2]))]
        for head in heads { try store.keep(head, of: .parameters) }
        let (one, two) = (KeyID(digest: SHA256.hash([3])), KeyID(digest: SHA256.hash([4])))
        let prices = [PriceHead(number: 1, digest: SHA256.hash([5]), record: [5]), PriceHead(number: .max, digest: SHA256.hash([6]), record: [6, 6])]
        for head in prices { try store.keep(head, of: one) }
        try store.keep(prices[0], of: two)
        let reader = try folder.openReadOnly()
        #expect(try reader.head(of: .parameters) == heads[1])
        #expect(try reader.priceHead(of: one) == prices[1])
        #expect(try reader.priceHead(of: two) == prices[0])
        #expect(try reader.priceHead(of: KeyID(digest: .zero)) == nil)
    }

    @Test("which record of every venue was taken last is kept by the venue's name, for each apart")
    func venueHeads() throws {
        let (north, south) = (VenueName("north")!, VenueName("south")!)
        let heads = [
            VenueHead(number: 1, digest: SHA256.hash([1]), publishedAt: Timestamp(milliseconds: 5), quote: "USD"),
            VenueHead(number: .max, digest: SHA256.hash([2]), publishedAt: Timestamp(milliseconds: .max), quote: "EUR"),
        ]
        let store = try folder.open()
        #expect(try store.venueHead(of: north) == nil)
        for head in heads { try store.keep(head, of: north) }
        try store.keep(heads[0], of: south)
        let reader = try folder.openReadOnly()
        #expect(try reader.venueHead(of: north) == heads[1])
        #expect(try reader.venueHead(of: south) == heads[0])
        #expect(try reader.venueHead(of: VenueName("North")!) == nil)
    }

    @Test("a database from before there were venues keeps its prices and parameters, and takes venues up")
    func beforeVenues() throws {
        let file = folder.path()
        let source = SHA256.hash([3])
        do {
            let pool = try DatabasePool(path: file)
            try Schema.migrator(upTo: 4).migrate(pool)
            try pool.write { database in
                try database.execute(sql: "INSERT INTO inputs VALUES (2, 7, zeroblob(32))")
                try database.execute(sql: "INSERT INTO price_sources VALUES (?, 9, zeroblob(32), x'0506')", arguments: [Data(source.bytes)])
            }
            try pool.close()
        }
        let (store, north) = (try folder.open(), VenueName("north")!)
        #expect(try store.head(of: .parameters) == InputHead(number: 7, digest: .zero))
        #expect(try store.priceHead(of: KeyID(digest: source)) == PriceHead(number: 9, digest: .zero, record: [5, 6]))
        #expect(try store.venueHead(of: north) == nil)
        let head = VenueHead(number: 3, digest: source, publishedAt: Timestamp(milliseconds: 1), quote: "USD")
        try store.keep(head, of: north)
        #expect(try folder.openReadOnly().venueHead(of: north) == head)
        try store.verifyIntegrity()
    }

    @Test("which price list of the old format was taken is forgotten, and the parameters are not")
    func oldPrices() throws {
        let file = folder.path()
        do {
            let pool = try DatabasePool(path: file)
            try Schema.migrator(upTo: 3).migrate(pool)
            try pool.write { database in
                for kind in 1...2 { try database.execute(sql: "INSERT INTO inputs VALUES (?, 7, zeroblob(32))", arguments: [kind]) }
            }
            try pool.close()
        }
        let store = try folder.open()
        #expect(try store.head(of: .parameters) == InputHead(number: 7, digest: .zero))
        #expect(try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM inputs") } == 1)
        #expect(try store.priceHead(of: KeyID(digest: .zero)) == nil)
    }

    @Test("who removes the lock file lets another node in, so the first writes no more")
    func lockLost() throws {
        var stream = try TestStream()
        let (first, second) = (try stream.next([1: 1]), try stream.next([1: 2]))
        let store = try folder.open()
        try store.persist([.accepted(first)])
        try FileManager.default.removeItem(atPath: folder.path() + ".lock")
        #expect(throws: NodeStorageError.lockLost(file: store.file)) { try store.persist([.accepted(second)]) }
        let other = try folder.open()
        #expect(throws: NodeStorageError.lockLost(file: store.file)) { try store.persist([.accepted(second)]) }
        try other.persist([.accepted(second)])
    }

    @Test("a reader writes nothing")
    func readersDoNotWrite() throws {
        var stream = try TestStream()
        let message = try stream.next([1: 1])
        let writer = try folder.open()
        let reader = try folder.openReadOnly()
        #expect(throws: NodeStorageError.readOnly(file: writer.file)) { try reader.persist([.accepted(message)]) }
        #expect(throws: NodeStorageError.readOnly(file: writer.file)) { try reader.rebuildAccounts(stream.id) }
        #expect(try writer.streams().isEmpty)
    }

    @Test("a store that is gone leaves one file, the log written back into it")
    func closesWhole() throws {
        var stream = try TestStream()
        try withExtendedLifetime(try folder.open()) { store in
            try store.persist([.accepted(try stream.next([1: 1]))])
            #expect(try store.streams().count == 1)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["node.sqlite", "node.sqlite.lock"])
    }

    @Test("the feed keeps its name; another database has another")
    func feedKeepsItsName() throws {
        let (one, other) = (SHA256.hash([1]), SHA256.hash([2]))
        #expect(try Store(path: folder.path(), mode: .readWrite(newFeed: one)).feed == one)
        #expect(try Store(path: folder.path(), mode: .readWrite(newFeed: other)).feed == one)
        #expect(try Store(path: folder.path("b.sqlite"), mode: .readWrite(newFeed: other)).feed == other)
    }

    @Test("a reader refuses a file that is not there, or holds nothing yet; neither is made")
    func nothingToRead() throws {
        #expect(label { _ = try folder.openReadOnly() } == "missing")
        #expect(!FileManager.default.fileExists(atPath: folder.path()))
        try Data().write(to: URL(filePath: folder.path()))
        #expect(label { _ = try folder.openReadOnly() } == "missing")
    }

    @Test("an empty file becomes a database")
    func emptyFileIsNew() throws {
        try Data().write(to: URL(filePath: folder.path()))
        #expect(try folder.open().streams().isEmpty)
    }

    @Test("a folder that does not exist is named")
    func noFolder() throws {
        #expect(label { _ = try folder.open("absent/node.sqlite") } == "cannot-open")
    }

    @Test("a stranger's file is refused and left as it was", arguments: ["text", "sqlite", "other-application"])
    func strangersAreLeftAlone(kind: String) throws {
        let path = folder.path()
        switch kind {
        case "text": try Data("Dear diary, this is no database at all, however long it may get.".utf8).write(to: URL(filePath: path))
        default:
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                if kind == "other-application" { try database.execute(sql: "PRAGMA application_id = 7") }
                try database.execute(sql: "CREATE TABLE streams (id INTEGER PRIMARY KEY)")
            }
            try queue.close()
        }
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(label { _ = try folder.open() } == "not-a-plimsoll-database")
        #expect(label { _ = try folder.openReadOnly() } == "not-a-plimsoll-database")
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("a database of a newer program is refused")
    func newerSchema() throws {
        try withExtendedLifetime(try folder.open()) { store in
            try store.pool.write { try $0.execute(sql: "PRAGMA user_version = \(Schema.version + 1)") }
        }
        let file = URL(filePath: folder.path()).resolvingSymlinksInPath().path
        let error = NodeStorageError.newerSchema(file: file, expected: Schema.version, got: Schema.version + 1)
        #expect(throws: error) { try folder.open() }
        #expect(throws: error) { try folder.openReadOnly() }
    }

    @Test("a database of every earlier version, and a half-made one, comes up to date", arguments: 0..<Schema.version)
    func migrations(from version: Int) throws {
        let pool = try DatabasePool(path: folder.path())
        try Schema.migrator(upTo: version).migrate(pool)
        try pool.close()
        let label = label { _ = try folder.openReadOnly() }
        #expect(label == (version == 0 ? "missing" : "older-schema"))

        var stream = try TestStream()
        let store = try folder.open()
        try store.persist([.accepted(try stream.next([1: 1]))])
        try store.verifyIntegrity()
        #expect(try store.pool.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.version)
        #expect(try folder.openReadOnly().streams().count == 1)
    }

    /// A closed database of some 200 kilobytes.
    private func makeDatabase() throws -> TestStream {
        var stream = try TestStream()
        let store = try folder.open()
        try store.persist([.accepted(try stream.next(Dictionary(uniqueKeysWithValues: (1...500).map { ($0, $0) })))])
        return stream
    }

    @Test("a file cut short gives a typed error, wherever it is cut", arguments: [50, 100, 4_096, 20_000, 100_000])
    func truncated(length: Int) throws {
        let stream = try makeDatabase()
        let url = URL(filePath: folder.path())
        try Data(contentsOf: url).prefix(length).write(to: url)
        let label = label {
            let store = try folder.open()
            _ = try store.restore(stream.id)
            try store.verifyIntegrity()
        }
        #expect(["corrupt", "not-a-plimsoll-database"].contains(label))
    }

    @Test("damaged pages give typed errors and never wrong accounts")
    func damagedPages() throws {
        let stream = try makeDatabase()
        let url = URL(filePath: folder.path())
        let whole = try Data(contentsOf: url)
        let good = try folder.openReadOnly().restore(stream.id).accounts
        for page in 1..<(whole.count / 4_096) {
            var data = whole
            for offset in 0..<4_096 { data[page * 4_096 + offset] ^= 0x5a }
            try data.write(to: url)
            let label = label {
                let store = try folder.openReadOnly()
                try store.verifyIntegrity()
                #expect(try store.restore(stream.id).accounts == good)
            }
            // Damage in a free page is none.
            #expect([nil, "corrupt", "input-output", "not-a-plimsoll-database", "older-schema"].contains(label), "page \(page)")
        }
    }
}
