import Encoding
import Signatures
@testable import StateTree

/// The state tree straight from the specification, slow and obvious: every question is answered from all leaves.
struct ReferenceTree {
    /// By path.
    private(set) var leaves: [Digest: AccountLeaf] = [:]

    /// - Parameter edits: a leaf with an empty state removes what stands at its path.
    mutating func apply(_ edits: [AccountLeaf]) {
        for edit in edits { leaves[edit.path] = edit.encodedState.isEmpty ? nil : edit }
    }

    var ascending: [AccountLeaf] {
        leaves.values.sorted { $0.path < $1.path }
    }

    var root: Bytes {
        Self.hash(of: Array(leaves.values), depth: 0)
    }

    /// SmtSpec: nothing is 32 zero bytes, one leaf is its own hash, more are an inner node over both halves.
    private static func hash(of leaves: [AccountLeaf], depth: Int) -> Bytes {
        switch leaves.count {
        case 0: Bytes(repeating: 0, count: 32)
        case 1: leafHash(leaves[0])
        default:
            sha256(
                [1] + hash(of: leaves.filter { !bit($0, depth) }, depth: depth + 1) + hash(of: leaves.filter { bit($0, depth) }, depth: depth + 1))
        }
    }

    private static func leafHash(_ leaf: AccountLeaf) -> Bytes {
        sha256([0] + leaf.path.bytes + sha256(leaf.encodedState))
    }

    private static func bit(_ leaf: AccountLeaf, _ depth: Int) -> Bool {
        leaf.path.bytes[depth / 8] >> (7 - depth % 8) & 1 == 1
    }

    private static func sha256(_ bytes: Bytes) -> Bytes {
        SHA256.hash(bytes).bytes
    }
}
