import ChainIdentity
import CollateralState
import Encoding
import Signatures
@testable import StateTree
import TestVectors
import Testing

struct AccountTreeTests {
    private var random = RandomLeaves()

    @Test("the empty tree has the root of 32 zero bytes and no leaves")
    func emptyTree() {
        #expect(AccountTree.empty.root == .zero)
        #expect(AccountTree().isEmpty)
        #expect(Array(AccountTree().leaves).isEmpty)
    }

    @Test("the root of one account is the hash of its leaf")
    func oneAccount() throws {
        let tree = try AccountTree(bulk: [AccountLeaf(account: AccountKey([1, 2, 3]), encodedState: [9])])
        #expect(tree.root == SHA256.hash([0] + SHA256.hash([1, 2, 3]).bytes + SHA256.hash([9]).bytes))
    }

    @Test("a message's changes insert, replace and remove accounts")
    mutating func changesOfAMessage() throws {
        let accounts = try random.accounts(50)
        let inserts = try accounts.map { try AccountChange(account: $0, state: random.accountState()) }.sorted { $0.path < $1.path }
        let full = try AccountTree().applying(inserts)
        #expect(full.count == 50)
        for change in inserts { #expect(full[change.account] == change.encodedState) }
        let removals = try accounts.map { try AccountChange(account: $0, state: nil) }.sorted { $0.path < $1.path }
        #expect(try full.applying(Array(removals.dropFirst())).root == AccountTree(bulk: [full.leaf(at: removals[0].path)].compactMap { $0 }).root)
        #expect(try full.applying(removals) == .empty)
        #expect(full.count == 50)
    }

    @Test("changes out of order or twice are refused, and so is the removal of an absent account")
    mutating func refusedChanges() throws {
        let account = try random.account()
        let insert = try AccountChange(account: account, state: random.accountState())
        let removal = try AccountChange(account: account, state: nil)
        #expect(throws: StateTreeError.notAscending(index: 1)) { try AccountTree().applying([insert, insert]) }
        #expect(throws: StateTreeError.absentAccount(account)) { try AccountTree().applying([removal]) }
        let others = try AccountTree(bulk: random.leaves(100))
        #expect(throws: StateTreeError.absentAccount(account)) { try others.applying([removal]) }
        let pair = try random.accounts(2).map { try AccountChange(account: $0, state: random.accountState()) }
        #expect(throws: StateTreeError.notAscending(index: 1)) { try others.applying(pair.sorted { $0.path > $1.path }) }
    }

    @Test("a tree is not built from leaves out of order, twice, or without a state")
    mutating func refusedLeaves() async throws {
        let leaves = try random.leaves(10)
        #expect(throws: StateTreeError.notAscending(index: 1)) { try AccountTree(bulk: leaves.reversed()) }
        #expect(throws: StateTreeError.notAscending(index: 1)) { try AccountTree(bulk: [leaves[0], leaves[0]]) }
        let bare = AccountLeaf(account: leaves[0].account, encodedState: [])
        #expect(throws: StateTreeError.emptyState(bare.account)) { try AccountTree(bulk: [bare]) }
        await #expect(throws: StateTreeError.emptyState(bare.account)) { try await AccountTree.concurrently(bulk: [bare]) }
    }

    @Test("a tree 256 levels deep is made, changed, walked and released on a small stack")
    func deepestTree() async throws {
        // Each path leaves the first one at another bit; the last two differ in the last bit alone.
        let paths = try (0..<256).map { depth in
            var bytes = Bytes(repeating: 0, count: 32)
            bytes[depth / 8] = 0x80 >> (depth % 8)
            return try Digest(bytes)
        }
        let leaves = try ([Digest.zero] + paths).sorted().map { AccountLeaf(account: try AccountKey([1]), encodedState: [1], uncheckedPath: $0) }
        // A task's thread has a smaller stack than the main one.
        let root = try await Task { () throws(StateTreeError) in
            var tree = try AccountTree(bulk: leaves)
            #expect(tree.count == 257)
            #expect(Array(tree.leaves) == leaves)
            tree = try tree.applying(edits: leaves.dropFirst().map { AccountLeaf(account: $0.account, encodedState: [], uncheckedPath: $0.path) })
            return tree.root
        }.value
        #expect(root == Subtree(leaves[0]).hash)
    }
}
