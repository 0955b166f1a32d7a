import Encoding
import StateTree

/// How deep each leaf of a state tree lies: enough to count the hashes that any work on the tree needs, without doing it.
struct TreeShape {
    private let paths: [Digest]
    /// The inner nodes above each leaf.
    private let depths: [Int]

    /// - Parameter leaves: ascending by path.
    init(_ leaves: [AccountLeaf]) {
        let paths = leaves.map(\.path)
        self.paths = paths
        // A leaf hangs right below the last node that it shares with a neighbour.
        depths = paths.indices.map { index in
            let left = index > 0 ? paths[index - 1].sharedBits(with: paths[index]) + 1 : 0
            let right = index + 1 < paths.count ? paths[index].sharedBits(with: paths[index + 1]) + 1 : 0
            return max(left, right)
        }
    }

    /// Hashes to renew the leaves at these places, ascending, and all nodes above them: two a leaf and one for each node, once.
    func hashes(of places: some Collection<Int>) -> Int {
        var count = 0
        var previous: Int?
        for place in places {
            let shared = previous.map { paths[$0].sharedBits(with: paths[place]) + 1 } ?? 0
            count += 2 + depths[place] - shared
            previous = place
        }
        return count
    }

    /// Hashes to build the whole tree.
    var hashesOfAll: Int { hashes(of: depths.indices) }
}

extension Digest {
    /// How many leading bits are the same.
    fileprivate func sharedBits(with other: Digest) -> Int {
        var count = 0
        while count < 256, bit(at: count) == other.bit(at: count) { count += 1 }
        return count
    }
}
