import Encoding

/// A leaf that is on its way to its place.
struct PlacedLeaf {
    let path: Digest
    /// Holds just this leaf.
    let subtree: Subtree

    init(path: Digest, subtree: Subtree) {
        self.path = path
        self.subtree = subtree
    }

    init(_ leaf: AccountLeaf) {
        self.init(path: leaf.path, subtree: Subtree(leaf))
    }
}

extension Subtree {
    /// The subtree at `depth` that holds just these leaves, which ascend and share the first `depth` bits of their paths.
    init(of leaves: ArraySlice<PlacedLeaf>, depth: Int) {
        guard leaves.count > 1 else {
            self = leaves.first?.subtree ?? .empty
            return
        }
        let middle = leaves.indices.firstTrue { leaves[$0].path.bit(at: depth) }
        self.init(left: Subtree(of: leaves[..<middle], depth: depth + 1), right: Subtree(of: leaves[middle...], depth: depth + 1))
    }

    /// The same, hashing the leaves on the way, so that nothing is kept beside the nodes.
    init(hashing leaves: ArraySlice<AccountLeaf>, depth: Int) {
        self = leaves.withUnsafeBufferPointer { Subtree(hashing: $0, $0.indices, depth: depth) }
    }

    /// Over a pointer, because the slices of an array count references at every step, which cost as much as the hashing.
    private init(hashing leaves: UnsafeBufferPointer<AccountLeaf>, _ range: Range<Int>, depth: Int) {
        guard range.count > 1 else {
            self = range.isEmpty ? .empty : Subtree(leaves[range.lowerBound])
            return
        }
        let middle = range.firstTrue { leaves[$0].path.bit(at: depth) }
        self.init(
            left: Subtree(hashing: leaves, range.lowerBound..<middle, depth: depth + 1),
            right: Subtree(hashing: leaves, middle..<range.upperBound, depth: depth + 1))
    }
}

extension Range<Int> {
    /// The first index for which `isTrue` holds, when it holds from some index on; the upper bound when for none.
    @inline(__always)
    func firstTrue(_ isTrue: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isTrue(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
