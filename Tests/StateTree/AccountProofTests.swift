import ChainIdentity
import CommitmentProofs
import Encoding
@testable import StateTree
import TestVectors
import Testing

struct AccountProofTests {
    @Test("every account and every absence of random trees is proven, and nothing else by the same proof", arguments: 0..<400)
    func proofsOfRandomTrees(number: Int) throws {
        var random = RandomLeaves(seed: SeededGenerator.runSeed &+ UInt64(number) &+ 3 << 32)
        let leaves = try random.leaves(random.below(40) + 1)
        let tree = try AccountTree(bulk: leaves)
        for leaf in leaves {
            let proof = try tree.proof(of: leaf.account)
            try AccountProof.verify(root: tree.root, account: leaf.account, state: leaf.encodedState, proof: proof)
            try expectRefusals(tree, leaf.account, state: leaf.encodedState, proof, other: try random.account(besides: leaf.account))
        }
        for account in try random.accounts(10) where tree[account] == nil {
            let proof = try tree.proof(of: account)
            try AccountProof.verify(root: tree.root, account: account, state: nil, proof: proof)
            try expectRefusals(tree, account, state: nil, proof, other: leaves[0].account)
        }
    }

    private func expectRefusals(
        _ tree: AccountTree, _ account: AccountKey, state: Bytes?, _ proof: CommitmentProof, other: AccountKey
    ) throws {
        func refused(root: Digest? = nil, account: AccountKey? = nil, state: Bytes?) -> Bool {
            do {
                try AccountProof.verify(root: root ?? tree.root, account: account ?? other, state: state, proof: proof)
                return false
            } catch { return true }
        }
        #expect(refused(account: other, state: state))
        #expect(refused(root: Digest.zero, account: account, state: state))
        #expect(refused(account: account, state: state == nil ? [1] : nil))
        #expect(refused(account: account, state: [1, 2, 3]))
    }

    @Test("a proof made from an old version holds under the old root only")
    func oldVersions() throws {
        var random = RandomLeaves()
        let leaves = try random.leaves(50)
        let old = try AccountTree(bulk: leaves)
        let new = try old.applying(edits: [AccountLeaf(account: leaves[7].account, encodedState: [7, 7, 7])])
        let proof = try old.proof(of: leaves[7].account)
        try AccountProof.verify(root: old.root, account: leaves[7].account, state: leaves[7].encodedState, proof: proof)
        #expect(throws: StateTreeError.self) {
            try AccountProof.verify(root: new.root, account: leaves[7].account, state: leaves[7].encodedState, proof: proof)
        }
    }

    @Test("the empty tree proves every absence by its root, and needs and makes no proof")
    func emptyTree() throws {
        let account = try AccountKey([1])
        #expect(throws: StateTreeError.emptyTree) { try AccountTree().proof(of: account) }
        try AccountProof.verify(root: .zero, account: account, state: nil, encodedProof: nil)
        #expect(throws: StateTreeError.proofMissing(root: .zero)) {
            try AccountProof.verify(root: .zero, account: account, state: [1], encodedProof: nil)
        }
        let tree = try AccountTree(bulk: [AccountLeaf(account: account, encodedState: [1])])
        #expect(throws: StateTreeError.proofMissing(root: tree.root)) {
            try AccountProof.verify(root: tree.root, account: try AccountKey([2]), state: nil, encodedProof: nil)
        }
        #expect(throws: StateTreeError.needlessProof) {
            try AccountProof.verify(root: .zero, account: account, state: nil, proof: try tree.proof(of: account))
        }
    }

    @Test("a tree of one account proves it, and every absence by it alone")
    func oneAccount() throws {
        var random = RandomLeaves()
        let leaf = try random.leaves(1)[0]
        let tree = try AccountTree(bulk: [leaf])
        try AccountProof.verify(root: tree.root, account: leaf.account, state: leaf.encodedState, proof: try tree.proof(of: leaf.account))
        for account in try random.accounts(20) where account != leaf.account {
            try AccountProof.verify(root: tree.root, account: account, state: nil, proof: try tree.proof(of: account))
        }
    }

    @Test("no byte of a proof can be changed, taken away or added unnoticed")
    func everyByteCounts() throws {
        var random = RandomLeaves()
        let leaves = try random.leaves(12)
        let tree = try AccountTree(bulk: leaves)
        let absent = try random.account()
        for (account, state) in [(leaves[3].account, leaves[3].encodedState), (absent, nil)] as [(AccountKey, Bytes?)] {
            let whole = try tree.proof(of: account).encoded
            var damaged: [Bytes] = [whole + [0], Bytes(whole.dropLast())]
            for index in whole.indices {
                var bytes = whole
                bytes[index] ^= 1 << UInt8(random.below(8))
                damaged.append(bytes)
            }
            for bytes in damaged {
                #expect(throws: StateTreeError.self) {
                    try AccountProof.verify(root: tree.root, account: account, state: state, encodedProof: bytes)
                }
            }
            try AccountProof.verify(root: tree.root, account: account, state: state, encodedProof: whole)
        }
    }
}
