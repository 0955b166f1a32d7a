import CollateralState
import Encoding
import Foundation
import GRDB
import Signatures
import Testing

@testable import NodeStorage

@Suite("Governance in the database")
struct GovernanceStoreTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func proposal(_ number: UInt64, _ seed: UInt8, at time: UInt64) -> StoredParameterProposal {
        StoredParameterProposal(digest: SHA256.hash([seed]), number: number, receivedAt: Timestamp(milliseconds: time), file: [seed])
    }

    @Test("the time of a proposal's first receipt stays, however often it comes again and whatever comes beside it")
    func receipts() throws {
        let store = try folder.open()
        #expect(try store.parameterProposals(from: 0) == [])
        let all = [proposal(3, 1, at: 50), proposal(2, 2, at: .max), proposal(3, 3, at: 10)]
        for proposal in all { try store.keep(proposal) }
        try store.keep(proposal(3, 1, at: 1))
        let reader = try folder.openReadOnly()
        #expect(try reader.parameterProposals(from: 0) == [all[1], all[0], all[2]])
        #expect(try reader.parameterProposals(from: 3) == [all[0], all[2]])
        #expect(try reader.parameterProposals(from: .max) == [])
        #expect(throws: NodeStorageError.self) { try store.keep(proposal(.max, 9, at: 1)) }
    }

    @Test("who governs is kept with the time it was seen; a genesis set that is pinned anew takes the place of all")
    func sets() throws {
        let store = try folder.open()
        #expect(try store.governanceSets() == [])
        func set(_ number: UInt32, _ seed: UInt8, _ time: UInt64?) -> StoredGovernanceSet {
            StoredGovernanceSet(number: number, digest: SHA256.hash([seed]), seenAt: time.map(Timestamp.init(milliseconds:)))
        }
        try store.keep([set(0, 1, nil), set(1, 2, nil)])
        try store.keep([set(2, 3, 77)])
        #expect(try folder.openReadOnly().governanceSets() == [set(0, 1, nil), set(1, 2, nil), set(2, 3, 77)])
        #expect(throws: NodeStorageError.self, "a set that was seen is never replaced") { try store.keep([set(2, 4, 78)]) }
        try store.keep([set(0, 9, nil)])
        #expect(try store.governanceSets() == [set(0, 9, nil)])
    }

    @Test("a database without governance gets its tables, and keeps which parameters were taken")
    func migration() throws {
        let pool = try DatabasePool(path: folder.path())
        try Schema.migrator(upTo: Schema.version - 1).migrate(pool)
        try pool.write { try $0.execute(sql: "INSERT INTO inputs VALUES (2, 7, zeroblob(32))") }
        try pool.close()
        let store = try folder.open()
        #expect(try store.head(of: .parameters) == InputHead(number: 7, digest: .zero))
        #expect(try store.governanceSets() == [] && store.parameterProposals(from: 0) == [])
    }
}
