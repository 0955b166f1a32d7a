import Encoding
import HyperlaneCheckpoint
import Signatures

/// The threat model: every attack we thought of, made with keys of our own.
struct Attacks {
    static let hook = Digest { $0[31] = 0xee }
    let keys: [PrivateKey]
    let addresses: [EthereumAddress]
    /// The message at leaf 2 of a tree of five.
    let message: HyperlaneMessage
    let leaves: [Digest]
    private(set) var all: [AttackVector] = []

    init() throws {
        keys = try (1...5).map { try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 0, count: 31) + [$0]) }
        addresses = try keys.map { try EthereumAddress(publicKey: $0.publicKey) }
        let messages = try (0..<5).map { number in
            try HyperlaneMessage(
                nonce: number, origin: 1_000, sender: Digest { $0[31] = 1 }, destination: 2_000, recipient: Digest { $0[31] = 2 },
                body: Bytes("message \(number)".utf8))
        }
        (message, leaves) = (messages[2], messages.map(\.id))
        try addSigners()
        try addSignatureForms()
        try addBytes()
        try addProofs()
        try addModules()
    }

    /// The tree's root when leaf `index` was the last.
    func root(at index: UInt32) throws -> Digest {
        var tree = IncrementalMerkleTree()
        for leaf in leaves.prefix(Int(index) + 1) { try tree.append(leaf) }
        return tree.root
    }

    func checkpoint(at index: UInt32, domain: UInt32 = 1_000, hook: Digest = Attacks.hook) throws -> Checkpoint {
        Checkpoint(
            domain: HyperlaneDomain(number: domain, contract: hook), root: try root(at: index), index: index,
            messageID: leaves[Int(index)])
    }

    func sign(_ checkpoint: Checkpoint, by members: [Int]) throws -> [Bytes] {
        try members.map { try EIP191.sign(message: checkpoint.digest.bytes, with: keys[$0]) }
    }

    private func byID(_ signatures: [Bytes], index: UInt32 = 2) throws -> MultisigMetadata {
        .messageID(hook: Self.hook, root: try root(at: index), index: index, signatures: signatures)
    }

    private mutating func add(
        _ name: String, _ attack: String, _ expect: String, _ metadata: Bytes, form: MultisigMetadata.Form = .messageID,
        message: Bytes? = nil, origin: UInt32 = 1_000, validators: [EthereumAddress]? = nil, threshold: Int = 3
    ) {
        all.append(
            AttackVector(
                name: name, attack: attack, expect: expect, origin: origin, validators: validators ?? Array(addresses.prefix(4)),
                threshold: threshold, form: form, message: message ?? self.message.encoded, metadata: metadata))
    }

    private mutating func addSigners() throws {
        let checkpoint = try checkpoint(at: 2)
        for (name, attack, expect, members) in [
            ("honest-threshold", "Nobody attacks: three of four validators signed the message's checkpoint.", "accepted", [0, 1, 3]),
            ("below-threshold", "Two validators signed where three must.", "below-threshold", [0, 1]),
            ("nobody-signed", "Metadata without a signature.", "below-threshold", []),
            ("validator-signed-twice", "One validator's signature fills the place of another.", "signed-twice", [0, 1, 1]),
            ("validator-signed-first-and-last", "One validator's signature again, not next to the first.", "signed-twice", [0, 1, 0]),
            ("validators-out-of-order", "The right signers in an order that gives one message many proofs.", "out-of-validator-order", [1, 0, 2]),
            ("stranger-signed", "A key outside the set signs.", "not-a-validator", [0, 1, 4]),
            ("more-than-threshold", "A signature more than the threshold: a place to hide bytes.", "too-many-signatures", [0, 1, 2, 3]),
        ] {
            add(name, attack, expect, try byID(sign(checkpoint, by: members)).encoded)
        }
        let others: [(String, String, Checkpoint)] = [
            ("another-domain", "Signatures over the same root and index of another chain.", try self.checkpoint(at: 2, domain: 1_001)),
            ("another-hook", "Signatures over a tree of another contract.", try self.checkpoint(at: 2, hook: Digest { $0[31] = 0xef })),
            ("another-index", "Signatures of the next checkpoint.", try self.checkpoint(at: 3)),
            (
                "another-message", "Signatures of a checkpoint whose last message is another.",
                Checkpoint(domain: checkpoint.domain, root: checkpoint.root, index: 2, messageID: leaves[1])
            ),
            (
                "old-form-without-message", "Signatures of the old form, over root and index alone.",
                Checkpoint(domain: checkpoint.domain, root: checkpoint.root, index: 2, messageID: nil)
            ),
        ]
        for (name, attack, other) in others {
            add(name, attack, "not-a-validator", try byID(sign(other, by: [0, 1, 2])).encoded)
        }
        let bare = try (0...2).map { member in
            try keys[member].sign(checkpoint.digest).bytes + [27]
        }
        add("not-a-personal-message", "Signatures over the digest itself, without the EIP-191 prefix.", "not-a-validator", try byID(bare).encoded)
        add(
            "announcement-as-checkpoint", "Validators' announcements are handed in as checkpoints.", "not-a-validator",
            try byID(
                try (0...2).map {
                    let announcement = try ValidatorAnnouncement(domain: checkpoint.domain, storageLocation: "s3://bucket")
                    return try EIP191.sign(message: announcement.digest.bytes, with: keys[$0])
                }
            ).encoded)
    }

    private mutating func addSignatureForms() throws {
        let signatures = try sign(try checkpoint(at: 2), by: [0, 1, 2])
        func changed(_ first: Bytes) throws -> Bytes { try byID([first] + signatures[1...]).encoded }
        let (r, s, v) = (Bytes(signatures[0][..<32]), Bytes(signatures[0][32..<64]), signatures[0][64])
        let zero = Bytes(repeating: 0, count: 32)
        add("recovery-id-flipped", "v of the first signature is flipped.", "not-a-validator", try changed(r + s + [55 - v]))
        for (name, attack, first) in [
            ("high-s", "s of the first signature is replaced by n - s, v flipped: the twin that anybody can compute.", r + Self.negated(s) + [55 - v]),
            ("v-zero-or-one", "v spelt 0 or 1: a second form of the same signature.", r + s + [v - 27]),
            ("zero-r", "r is zero, for which careless recovery answers a constant address.", zero + s + [v]),
            ("zero-s", "s is zero.", r + zero + [v]),
        ] {
            add(name, attack, "unrecoverable-validator-signature", try changed(first))
        }
    }

    /// n - s for the order n of secp256k1.
    private static func negated(_ s: Bytes) -> Bytes {
        let order: Bytes = Bytes(repeating: 0xff, count: 15) + [0xfe] + [
            0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
        ]
        var (result, borrow) = (order, 0)
        for place in (0..<32).reversed() {
            let digit = Int(order[place]) - Int(s[place]) - borrow
            borrow = digit < 0 ? 1 : 0
            result[place] = UInt8(digit & 255)
        }
        return result
    }

    private mutating func addBytes() throws {
        let metadata = try byID(sign(try checkpoint(at: 2), by: [0, 1, 2])).encoded
        let bytes = message.encoded
        add("body-altered", "A byte of the message's body is changed after signing.", "not-a-validator", metadata, message: bytes.dropLast() + [0])
        add("byte-behind-the-body", "A byte is added to the message's body.", "not-a-validator", metadata, message: bytes + [0])
        add("recipient-changed", "The message is sent to another recipient.", "not-a-validator", metadata, message: Bytes(bytes[..<76]) + [3] + bytes[77...])
        add("message-version-2", "The message is of an older version.", "unsupported-message-version", metadata, message: [2] + bytes.dropFirst())
        add("message-cut-short", "The message ends inside the recipient.", "malformed", metadata, message: Bytes(bytes.prefix(60)))
        add("message-of-another-origin", "The module guards another chain's messages.", "wrong-origin", metadata, origin: 1_001)
        add("metadata-cut-short", "The metadata ends inside the root.", "malformed", Bytes(metadata.prefix(40)))
        add("half-a-signature", "The last signature is a byte short.", "partial-signature", Bytes(metadata.dropLast()))
        add("byte-behind-the-signatures", "A byte follows the last signature.", "partial-signature", metadata + [0])
        add("empty-metadata", "No metadata at all.", "malformed", [])
    }

    private mutating func addProofs() throws {
        let path = try MerkleProof.make(index: 2, among: leaves).path
        func metadata(
            messageIndex: UInt32 = 2, signed: Checkpoint, path changedPath: [Digest]? = nil, signedIndex: UInt32? = nil, signedID: Digest? = nil
        ) throws -> Bytes {
            MultisigMetadata.merkleRoot(
                hook: Self.hook, messageIndex: messageIndex, signedMessageID: signedID ?? signed.messageID ?? .zero,
                path: changedPath ?? path, signedIndex: signedIndex ?? signed.index, signatures: try sign(signed, by: [0, 1, 2])
            ).encoded
        }
        let last = try checkpoint(at: 4)
        var zeroed = path
        zeroed[0] = .zero
        let vectors: [(String, String, String, Bytes)] = [
            ("honest-later-checkpoint", "Nobody attacks: a later checkpoint and the proof that the message is in its tree.", "accepted", try metadata(signed: last)),
            ("proof-at-another-index", "The proof is read at the neighbouring index, and leads to a root nobody signed.", "not-a-validator", try metadata(messageIndex: 3, signed: last)),
            ("proof-step-zeroed", "A sibling is replaced by an empty leaf.", "not-a-validator", try metadata(signed: last, path: zeroed)),
            ("proof-steps-swapped", "Two siblings change places.", "not-a-validator", try metadata(signed: last, path: [path[1], path[0]] + path[2...])),
            ("checkpoint-index-raised", "The checkpoint is said to be a later one than was signed.", "not-a-validator", try metadata(signed: last, signedIndex: 5)),
            ("checkpoint-message-swapped", "The checkpoint is said to be of another message.", "not-a-validator", try metadata(signed: last, signedID: leaves[3])),
            ("message-behind-the-checkpoint", "The message is said to stand behind the checkpoint's last leaf.", "message-behind-checkpoint", try metadata(messageIndex: 5, signed: last)),
            ("own-index-another-message", "The message is said to stand where the checkpoint names another.", "wrong-message-id", try metadata(messageIndex: 4, signed: last)),
            ("proof-cut-short", "The metadata ends inside the proof.", "malformed", Bytes(try metadata(signed: last).prefix(900))),
        ]
        for (name, attack, expect, metadata) in vectors { add(name, attack, expect, metadata, form: .merkleRoot) }
        add(
            "form-of-the-other-module", "Metadata of the message-id form is handed to a Merkle-root module.", "malformed",
            try byID(sign(try checkpoint(at: 2), by: [0, 1, 2])).encoded, form: .merkleRoot)
    }

    private mutating func addModules() throws {
        let metadata = try byID(sign(try checkpoint(at: 2), by: [0, 1, 2])).encoded
        add("module-of-nobody", "A module without validators would need no signature.", "no-validators", metadata, validators: [])
        add("threshold-zero", "A threshold of zero accepts anything.", "threshold-out-of-range", metadata, threshold: 0)
        add("threshold-above-the-set", "More signers are asked for than there are.", "threshold-out-of-range", metadata, threshold: 5)
        add(
            "validator-listed-twice", "A validator stands in the module twice, and would count twice.", "repeated-validator", metadata,
            validators: addresses.prefix(3) + [addresses[0]])
    }
}
