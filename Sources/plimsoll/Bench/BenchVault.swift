import CollateralState
import Encoding
import NodeEngine
import NodeStorage
import Signatures
import StateTree

/// A vault with many accounts, and the database that a node has of it: made once a run, through the node's own code.
struct BenchVault {
    static let changesPerMessage = 1_000

    let folder: BenchFolder
    /// The closed database. Measurements that write work on copies.
    let database: String
    /// Stands on the last message.
    let maker: MessageMaker
    /// Ascending by path.
    let leaves: [AccountLeaf]

    init(plan: BenchPlan, folder: BenchFolder) throws {
        self.folder = folder
        database = folder.file("vault.sqlite")
        var maker = MessageMaker(try BenchStream())
        let store = try Store(path: database, mode: .readWrite(newFeed: SHA256.hash(Bytes("feed".utf8))))
        var random = SeededGenerator(seed: 1)
        var waiting: [StoredRecord] = []
        for first in stride(from: 0, to: plan.accounts, by: Self.changesPerMessage) {
            Output.progressOnTerminal("preparing a vault: \(Double(first).grouped) of \(Double(plan.accounts).grouped) accounts")
            let changes = try (first..<min(first + Self.changesPerMessage, plan.accounts)).map { number in
                try maker.stream.change(of: BenchStream.account(UInt64(number)), &random)
            }
            waiting.append(.accepted(try maker.next(changes.sorted { $0.path < $1.path })))
            if waiting.count == 16 {
                try store.persist(waiting)
                waiting = []
            }
        }
        try store.persist(waiting)
        self.maker = maker
        leaves = Array(maker.tree.leaves)
    }

    /// A writable copy of the database under another name.
    func copy(as name: String) throws -> String {
        try folder.copy(database, as: name)
    }

    /// New states of the accounts at these places of `leaves`, ascending.
    func changes(at places: [Int], _ random: inout SeededGenerator) throws -> [AccountChange] {
        try places.map { try maker.stream.change(of: leaves[$0].account, &random) }
    }
}
