public import CollateralState
import Encoding

extension AccountTree {
    /// The tree after a message's changes; this one stays valid.
    ///
    /// All changes go down together, so that an inner node above several of them is hashed once.
    ///
    /// - Parameter changes: strictly ascending by path; an empty state removes the account.
    /// - Throws: `StateTreeError.notAscending`, or `.absentAccount` for the removal of an account that is not there.
    public func applying(_ changes: [AccountChange]) throws(StateTreeError) -> AccountTree {
        try applying(edits: changes.map { AccountLeaf(account: $0.account, encodedState: $0.encodedState, uncheckedPath: $0.path) })
    }

    /// - Parameter edits: what stands at each path afterwards; an empty state removes the leaf.
    func applying(edits: [AccountLeaf]) throws(StateTreeError) -> AccountTree {
        for index in edits.indices.dropFirst() where !(edits[index - 1].path < edits[index].path) {
            throw .notAscending(index: index)
        }
        var batch = BatchUpdate(edits: edits)
        let updated = try batch.update(whole, edits.indices, depth: 0)
        return AccountTree(updated, count: count + batch.inserted - batch.removed)
    }
}

/// One descent of a whole batch of edits.
private struct BatchUpdate {
    let edits: [AccountLeaf]
    var inserted: UInt64 = 0
    var removed: UInt64 = 0

    /// The subtree at `depth` after the edits in `range`, all of which lead there.
    mutating func update(_ subtree: Subtree, _ range: Range<Int>, depth: Int) throws(StateTreeError) -> Subtree {
        if range.isEmpty { return subtree }
        switch subtree.node {
        case .inner(let inner):
            let middle = range.firstTrue { edits[$0].path.bit(at: depth) }
            return Subtree(
                left: try update(inner.left, range.lowerBound..<middle, depth: depth + 1),
                right: try update(inner.right, middle..<range.upperBound, depth: depth + 1))
        case .leaf(let leaf):
            return Subtree(of: try leaves(after: range, beside: PlacedLeaf(path: leaf.content.path, subtree: subtree))[...], depth: depth)
        case .empty:
            return Subtree(of: try leaves(after: range, beside: nil)[...], depth: depth)
        }
    }

    /// The leaves, ascending, of a subtree that held at most one before the edits in `range`.
    private mutating func leaves(after range: Range<Int>, beside present: PlacedLeaf?) throws(StateTreeError) -> [PlacedLeaf] {
        var leaves: [PlacedLeaf] = []
        leaves.reserveCapacity(range.count + 1)
        var waiting = present
        for edit in edits[range] {
            if let other = waiting, other.path < edit.path {
                leaves.append(other)
                waiting = nil
            }
            let isPresent = waiting?.path == edit.path
            if isPresent { waiting = nil }
            if let leaf = try leaf(after: edit, isPresent: isPresent) { leaves.append(leaf) }
        }
        if let waiting { leaves.append(waiting) }
        return leaves
    }

    private mutating func leaf(after edit: AccountLeaf, isPresent: Bool) throws(StateTreeError) -> PlacedLeaf? {
        if edit.encodedState.isEmpty {
            guard isPresent else { throw .absentAccount(edit.account) }
            removed += 1
            return nil
        }
        if !isPresent { inserted += 1 }
        return PlacedLeaf(edit)
    }
}
