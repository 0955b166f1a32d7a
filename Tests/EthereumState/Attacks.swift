import Encoding
import EthereumHeader
import EthereumState
import MerklePatricia
import Quantities
import Signatures

/// Attacks on the way from a block hash to a balance, and honest answers beside them. The same every time.
struct Attacks {
    let world: World
    private let balance: StorageSlot

    init() throws {
        world = try World()
        balance = try World.balance(of: world.holder)
    }

    var all: [AttackVector] {
        get throws { try honest + claims + proofs + blocks + states + spellings }
    }

    /// An answer about the vault with the holder's balance, changed.
    private func vector(
        _ name: String, _ attack: String, _ expect: String, _ change: (inout EIP1186Proof) throws -> Void = { _ in }
    ) throws -> AttackVector {
        var answer = world.answer(world.vault, [balance])
        try change(&answer)
        return try vector(name, attack, expect, world, answer, slot: balance)
    }

    private func vector(
        _ name: String, _ attack: String, _ expect: String, _ world: World, _ answer: EIP1186Proof, slot: StorageSlot? = nil
    ) throws -> AttackVector {
        let header = try world.header()
        return AttackVector(
            name: name, attack: attack, expect: expect, trustedHash: SealedHeader(header).hash, block: .object(header.json),
            answer: answer.json,
            slot: slot)
    }

    private var honest: [AttackVector] {
        get throws {
            let nothing = try World.balance(of: world.stranger)
            return [
                try vector("honest-balance", "None: a balance in a mapping.", "value 0x1b58"),
                try vector(
                    "honest-no-balance", "None: an account without a balance.", "value 0x0", world, world.answer(world.vault, [nothing]),
                    slot: nothing),
                try vector("honest-account", "None: an account without code or storage.", "account", world, world.answer(world.holder, [])),
                try vector(
                    "honest-absent", "None: an address that the state does not know.", "absent", world, world.answer(world.stranger, [])),
                try vector(
                    "honest-slot-of-absent", "None: a slot of an address that the state does not know.", "value 0x0", world,
                    world.answer(world.stranger, [balance]), slot: balance),
            ]
        }
    }

    private var claims: [AttackVector] {
        get throws {
            let other = world.answer(world.otherVault, [balance])
            var rich = world.answer(world.stranger, [])
            rich.claim.balance = 1
            var gone = world.answer(world.holder, [])
            gone.claim = .absent
            return [
                try vector("balance-raised", "The claimed balance is one wei more than the proven one.", "state-balance") {
                    $0.claim.balance = .one
                },
                try vector("nonce-raised", "The claimed nonce is one more than the proven one.", "state-nonce") { $0.claim.nonce += 1 },
                try vector("code-hash-swapped", "The code hash of another contract is claimed.", "state-code-hash") {
                    $0.claim.codeHash = other.claim.codeHash
                },
                try vector("storage-hash-swapped", "The storage root of another contract is claimed.", "state-storage-hash") {
                    $0.claim.storageRoot = other.claim.storageRoot
                },
                try vector("value-raised", "The claimed value of the slot is more than the proven one.", "state-value") {
                    $0.storage[0].value = 7_001
                },
                try vector("value-denied", "A slot with a value is claimed to be empty, to hide a debt.", "state-value") {
                    $0.storage[0].value = .zero
                },
                try vector("absent-made-rich", "An absent account is claimed to have a balance.", "state-balance", world, rich),
                try vector("account-denied", "A present account is claimed to be absent.", "state-nonce", world, gone),
            ]
        }
    }

    private var proofs: [AttackVector] {
        get throws {
            let other = world.answer(world.otherVault, [balance])
            let empty = world.answer(world.vault, [try World.balance(of: world.stranger)])
            return [
                try vector(
                    "storage-of-another-contract", "The richer storage of another contract is shown.",
                    "state-storage-proof: trie-wrong-root"
                ) { $0.storage = other.storage },
                try vector("storage-with-its-own-root", "Another contract's storage is shown together with its root.", "state-storage-hash")
                {
                    $0.storage = other.storage
                    $0.claim.storageRoot = other.claim.storageRoot
                },
                try vector(
                    "account-of-another-address", "The proof of another contract is passed off as the vault's.",
                    "state-account-proof: trie-wrong-node"
                ) {
                    $0 = other
                    $0.address = world.vault
                },
                try vector(
                    "slot-of-another-key", "The proof of another key's absence is shown for the balance.",
                    "state-storage-proof: trie-missing-node"
                ) {
                    $0.storage[0].proof = Array(empty.storage[0].proof.prefix(1))
                    $0.storage[0].value = .zero
                },
                try vector(
                    "account-withheld", "The account's leaf is withheld, so that it seems absent.", "state-account-proof: trie-missing-node"
                ) { $0.accountProof.removeLast() },
                try vector(
                    "slot-withheld", "No proof of the slot is given, and its value is said to be zero.",
                    "state-storage-proof: trie-missing-node"
                ) {
                    $0.storage[0].proof = []
                    $0.storage[0].value = .zero
                },
                try vector("slot-not-answered", "The answer leaves the slot out that was asked for.", "state-slot-unknown") {
                    $0.storage = []
                },
                try vector("slot-twice", "The same slot is answered twice.", "state-repeated-slot") { $0.storage.append($0.storage[0]) },
                try vector("node-appended", "A node that nothing leads to stands at the end.", "state-account-proof: trie-unused-nodes") {
                    $0.accountProof.append($0.accountProof[0])
                },
                try vector(
                    "leaf-altered", "A byte of the account's leaf is changed, and the claim with it.",
                    "state-account-proof: trie-wrong-node"
                ) {
                    let last = $0.accountProof.count - 1
                    $0.accountProof[last][$0.accountProof[last].count - 1] ^= 1
                },
                try vector("state-trie-as-storage", "The account's proof is shown as the slot's.", "state-storage-proof: trie-wrong-root") {
                    $0.storage[0].proof = $0.accountProof
                },
            ]
        }
    }
}
