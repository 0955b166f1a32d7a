import Encoding
import Signatures

/// The tree's root as its definition says it: halves, and zero for a leaf that is not there.
func referenceRoot(_ leaves: ArraySlice<Digest>, depth: Int) -> Digest {
    if depth == 0 { return leaves.first ?? .zero }
    if leaves.isEmpty { return emptyRoots[depth] }
    let left = leaves.prefix(1 << (depth - 1))
    return Keccak256.hash(referenceRoot(left, depth: depth - 1).bytes + referenceRoot(leaves.dropFirst(left.count), depth: depth - 1).bytes)
}

private let emptyRoots: [Digest] = (0..<32).reduce(into: [.zero]) { roots, _ in
    roots.append(Keccak256.hash(roots[roots.count - 1].bytes + roots[roots.count - 1].bytes))
}
