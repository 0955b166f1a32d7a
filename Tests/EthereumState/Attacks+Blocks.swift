import Encoding
import EthereumHeader
import EthereumState
import MerklePatricia
import Quantities
import Signatures

/// Attacks with blocks, with states that no Ethereum makes, and with second spellings.
extension Attacks {
    private func vector(_ name: String, _ attack: String, _ expect: String, _ world: World, trusted: BlockHeader, given: BlockHeader) throws
        -> AttackVector
    {
        let slot = try World.balance(of: world.holder)
        return AttackVector(
            name: name, attack: attack, expect: expect, trustedHash: SealedHeader(trusted).hash, block: .object(given.json),
            answer: world.answer(world.vault, [slot]).json, slot: slot)
    }

    var blocks: [AttackVector] {
        get throws {
            let trusted = try world.header()
            var rich = try World()
            var trie = PatriciaTrie(keys: .hashed)
            trie[try World.balance(of: rich.holder).bytes] = World.leaf(1 << 60)
            try rich.set(rich.vault, trie, code: "vault")
            var (altered, short) = (trusted, trusted)
            altered.stateRoot = rich.state.root
            short.london?.shanghai?.cancun?.prague = nil
            return [
                try vector(
                    "state-of-the-attacker", "A consistent state with a richer holder, in a block of the attacker's.", "header-untrusted",
                    rich, trusted: trusted, given: rich.header()),
                try vector(
                    "state-root-replaced", "The true header with the state root of the attacker's state.", "header-untrusted", rich,
                    trusted: trusted, given: altered),
                try vector(
                    "answer-of-another-block", "A consistent state under the true header of another.",
                    "state-account-proof: trie-wrong-root", rich, trusted: trusted, given: trusted),
                try vector(
                    "older-block", "A true block, older than the trusted one.", "header-untrusted", world, trusted: trusted,
                    given: world.header(number: 99)),
                try vector(
                    "fork-field-dropped", "The header without its last field, so that an older fork's hash is computed.",
                    "header-untrusted", world, trusted: trusted, given: short),
            ]
        }
    }

    var states: [AttackVector] {
        get throws {
            let slot = try World.balance(of: world.holder)
            func made(_ name: String, _ attack: String, _ expect: String, _ world: World) throws -> AttackVector {
                let header = try world.header()
                return try vector(name, attack, expect, world, trusted: header, given: header)
            }
            func stored(_ leaf: Bytes) throws -> World {
                var world = try World()
                var trie = PatriciaTrie(keys: .hashed)
                trie[slot.bytes] = leaf
                try world.set(world.vault, trie, code: "vault")
                return world
            }
            var five = try World()
            let account = world.answer(world.vault, []).claim
            five.leaves[five.vault] = RLP.encode(.list(try RLP.decode(account.rlp).items() + [.integer(1)]))
            var padded = try World()
            padded.leaves[padded.vault] = RLP.encode(.list([.bytes([0, 1])] + (try RLP.decode(account.rlp).items().dropFirst())))
            return [
                try made("account-of-five-fields", "The state has a leaf with a field more than an account.", "state-account", five),
                try made("nonce-with-leading-zero", "The state has an account whose nonce is not minimal.", "state-account", padded),
                try made(
                    "value-with-leading-zero", "The storage has a word that is not minimal.", "state-slot-value",
                    stored(RLP.encode(.bytes([0, 1])))),
                try made(
                    "value-of-33-bytes", "The storage has a word of 33 bytes.", "state-slot-value",
                    stored(RLP.encode(.bytes(Bytes(repeating: 1, count: 33))))),
                try made("value-zero-stored", "The storage has an entry of value zero.", "state-slot-value", stored([0x80])),
                try made("value-is-a-list", "The storage has a list in place of a word.", "state-slot-value", stored([0xc1, 0x01])),
            ]
        }
    }

    var spellings: [AttackVector] {
        get throws {
            let header = try world.header()
            func spelt(_ name: String, _ attack: String, _ member: String, _ value: JSON) throws -> AttackVector {
                var vector = try vector(name, attack, "state-answer", world, trusted: header, given: header)
                guard case .object(var object) = vector.answer else { return vector }
                object[member] = value
                vector.answer = .object(object)
                return vector
            }
            return [
                try spelt("balance-with-leading-zero", "A quantity that is not minimal.", "balance", "0x00"),
                try spelt("balance-beyond-a-word", "A balance of 2^256.", "balance", .string("0x1" + String(repeating: "0", count: 64))),
                try spelt("nonce-beyond-64-bits", "A nonce of 2^64.", "nonce", "0x10000000000000000"),
                try spelt("nonce-as-number", "A number of JSON in place of a quantity.", "nonce", 1),
                try spelt(
                    "storage-hash-short", "A storage root of 31 bytes.", "storageHash", .string("0x" + String(repeating: "11", count: 31))),
                try spelt("node-without-prefix", "A node without 0x.", "accountProof", ["80"]),
                try spelt(
                    "node-beyond-any", "A node longer than any of the state.", "accountProof",
                    [.string("0x" + String(repeating: "00", count: 1_025))]),
                try spelt(
                    "too-many-nodes", "More nodes than a key has places.", "accountProof", .array([JSON](repeating: "0x80", count: 66))),
            ]
        }
    }
}
