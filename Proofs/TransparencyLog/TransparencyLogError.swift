public import Encoding

/// Why a proof about a hashed list does not hold.
public enum TransparencyLogError: Error, Equatable, Sendable {
    /// The list has no leaf at `index`.
    case indexOutOfRange(index: UInt64, treeSize: UInt64)
    /// The sizes of two states of one list must satisfy 0 < first <= second.
    case sizesOutOfOrder(first: UInt64, second: UInt64)
    /// The place in the tree fixes how many hashes a proof has.
    case wrongProofLength(expected: Int, got: Int)
    /// The proof leads to another root.
    case wrongRoot(expected: Digest, got: Digest)
    /// The proof leads to another root of the earlier, shorter list.
    case wrongFirstRoot(expected: Digest, got: Digest)
}

extension TransparencyLogError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .indexOutOfRange: "index-out-of-range"
        case .sizesOutOfOrder: "sizes-out-of-order"
        case .wrongProofLength: "wrong-proof-length"
        case .wrongRoot: "wrong-root"
        case .wrongFirstRoot: "wrong-first-root"
        }
    }
}

extension TransparencyLogError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .indexOutOfRange(let index, let treeSize): "there is no leaf \(index) in a list of \(treeSize)"
        case .sizesOutOfOrder(let first, let second):
            "a list of \(second) cannot be proven to begin with one of \(first); the sizes must satisfy 0 < first <= second"
        case .wrongProofLength(let expected, let got): "the proof has \(got) hashes, its place in the tree needs \(expected)"
        case .wrongRoot(let expected, let got): "the proof leads to root \(got), expected \(expected)"
        case .wrongFirstRoot(let expected, let got): "the proof leads to earlier root \(got), expected \(expected)"
        }
    }
}
