import Encoding
import MerklePatricia
import TestVectors

/// Small random tries whose keys share much of their way, and whose values are short enough to stand in their parents or long enough not to.
struct RandomTrie {
    private(set) var entries: [Bytes: Bytes] = [:]
    private(set) var trie = PatriciaTrie(keys: .plain)
    /// Keys that were once there, or lie near one that is.
    private(set) var candidates: [Bytes] = []

    init(using random: inout SeededGenerator) {
        let keyLength = Int.random(in: 0...3, using: &random)
        let isMixed = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let key = Self.key(length: isMixed ? Int.random(in: 0...keyLength, using: &random) : keyLength, using: &random)
            candidates.append(key)
            let isRemoval = Int.random(in: 0..<5, using: &random) == 0
            let value = isRemoval ? nil : random.bytes(Int.random(in: 1...40, using: &random))
            entries[key] = value
            trie[key] = value
        }
        candidates.append(Self.key(length: keyLength, using: &random))
        candidates.append(Self.key(length: keyLength + 1, using: &random))
    }

    /// Few different nibbles, so that keys meet.
    private static func key(length: Int, using random: inout SeededGenerator) -> Bytes {
        (0..<length).map { _ in [0x00, 0x01, 0x10, 0x11, 0xf0, 0x1f].randomElement(using: &random) ?? 0 }
    }
}
