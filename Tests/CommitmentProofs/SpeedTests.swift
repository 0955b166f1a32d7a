import CommitmentProofs
import Encoding
import Foundation
import Signatures
import Testing

/// Figures, printed on demand: PLIMSOLL_MEASURE=1, in a release build.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PLIMSOLL_MEASURE"] != nil))
struct SpeedTests {
    @Test("an IAVL proof of twenty levels")
    func twentyLevels() throws {
        // Height, size and version as an IAVL node of that level has them, then the length of the child or of the sibling.
        let path = (1...20).map { level in
            let head: Bytes = [UInt8(2 * level), 0x80, 0x80, 0x20, 0xa0, 0xf0, 0x71]
            let sibling = [32] + SHA256.hash([UInt8(level)]).bytes
            return level % 2 == 0
                ? InnerOp(hash: .sha256, prefix: head + sibling + [32], suffix: []) : InnerOp(hash: .sha256, prefix: head + [32], suffix: sibling)
        }
        let proof = ExistenceProof(key: Bytes("balances/account".utf8), value: Bytes(repeating: 5, count: 64), leaf: ProofSpec.iavl.leaf, path: path)
        // A leaf's prefix has height 0, size 1 and a version.
        let leaf = LeafOp(hash: .sha256, prehashValue: .sha256, length: .varProto, prefix: [0, 2, 0xa0, 0xf0, 0x71])
        let whole = ExistenceProof(key: proof.key, value: proof.value, leaf: leaf, path: path)
        let (root, bytes) = (try Digest(try whole.root()), CommitmentProof.existence(whole).encoded)
        let parsed = try CommitmentProof(parsing: bytes)
        var (verifying, both) = (Double.infinity, Double.infinity)
        for _ in 0..<50 {
            verifying = min(verifying, try Self.seconds { try parsed.verifyMembership(spec: .iavl, root: root, key: whole.key, value: whole.value) })
            both = min(both, try Self.seconds {
                try CommitmentProof(parsing: bytes).verifyMembership(spec: .iavl, root: root, key: whole.key, value: whole.value)
            })
        }
        print("IAVL proof of 20 levels: verified in \(verifying * 1e6) us, parsed and verified in \(both * 1e6) us, \(bytes.count) bytes")
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock()
        for _ in 0..<200 { try body() }
        return Double(clock() - start) / Double(CLOCKS_PER_SEC) / 200
    }
}
