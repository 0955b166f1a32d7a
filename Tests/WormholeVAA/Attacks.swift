import Encoding
import Signatures
import WormholeVAA

/// The threat model: every attack we thought of, made with keys of our own.
struct Attacks {
    let old: Guardians
    let new: Guardians
    private(set) var all: [AttackVector] = []

    init() throws {
        (old, new) = (try Guardians(1...7), try Guardians(8...14))
        try addMessages()
        try addSignatures()
        try addBytes()
        try addUpgrades()
    }

    private mutating func add(_ name: String, _ attack: String, _ expect: String, _ vaa: Bytes, upgrades: [AttackVector.Upgrade] = []) {
        all.append(
            AttackVector(
                name: name, attack: attack, expect: expect, genesisIndex: 0, genesis: old.addresses, upgrades: upgrades, vaa: vaa))
    }

    private mutating func addMessages() throws {
        add("honest-quorum", "Nobody attacks: five of seven guardians sign a message.", "accepted", try old.vaa(.message(), by: [0, 2, 3, 4, 6]))
        add("honest-everybody", "Nobody attacks: all seven guardians sign.", "accepted", try old.vaa(.message(), by: Array(0...6)))
        add("under-quorum", "Four of seven guardians sign, one less than a quorum.", "no-quorum", try old.vaa(.message(), by: [0, 1, 2, 3]))
        add("nobody-signed", "A message without any signature.", "no-quorum", try old.vaa(.message(), by: []))
        add(
            "guardian-signed-twice", "Four guardians sign and one of them again, to fill the quorum.", "indices-not-ascending",
            try old.vaa(.message(), by: [0, 1, 2, 3, 3]))
        add(
            "indices-descending", "A full quorum, in an order that would let one message have many forms.", "indices-not-ascending",
            try old.vaa(.message(), by: [1, 0, 2, 3, 4]))
        let digest = VAABody.digest(of: VAABody.message().encoded)
        let honest = try (0...3).map { try old.signature(of: $0, over: digest) }
        add(
            "index-beyond-the-set", "The fifth signature names a guardian number 7 of a set of seven.", "index-out-of-range",
            Guardians.vaa(VAABody.message().encoded, honest + [try old.signature(of: 4, as: 7, over: digest)]))
        add(
            "borrowed-index", "A guardian signs again under the index of another who did not sign.", "wrong-guardian",
            Guardians.vaa(VAABody.message().encoded, honest + [try old.signature(of: 3, as: 4, over: digest)]))
        add(
            "stranger-signed", "A key outside the set signs in the place of a guardian.", "wrong-guardian",
            Guardians.vaa(VAABody.message().encoded, honest + [try new.signature(of: 0, as: 5, over: digest)]))
        add(
            "stranger-beside-a-quorum", "A quorum signs, and a stranger is added behind it.", "wrong-guardian",
            Guardians.vaa(
                VAABody.message().encoded, try (0...4).map { try old.signature(of: $0, over: digest) } + [new.signature(of: 0, as: 5, over: digest)]))
        add("unknown-set", "The message names a guardian set that nobody upgraded to.", "unknown-set", try old.vaa(.message(), set: 1, by: Array(0...4)))
    }

    private mutating func addSignatures() throws {
        let body = VAABody.message().encoded
        let signatures = try (0...4).map { try old.signature(of: $0, over: VAABody.digest(of: body)) }
        func changed(_ signature: Signature? = nil, recoveryID: UInt8? = nil) -> Bytes {
            let first = VAA.GuardianSignature(
                index: 0, signature: signature ?? signatures[0].signature, recoveryID: recoveryID ?? signatures[0].recoveryID)
            return Guardians.vaa(body, [first] + signatures[1...])
        }
        let raw = signatures[0].signature.bytes
        add("recovery-id-flipped", "The parity of the first signature is flipped.", "wrong-guardian", changed(recoveryID: 1 - signatures[0].recoveryID))
        add(
            "recovery-id-as-ethereum-writes-it", "The recovery id is spelt 27 or 28: a second form of the same signature.",
            "unrecoverable-signature", changed(recoveryID: 27 + signatures[0].recoveryID))
        add(
            "high-s", "The first signature is replaced by its twin n - s, which anybody can compute.", "unrecoverable-signature",
            changed(try Signature(raw.prefix(32) + Self.negated(Bytes(raw.suffix(32)))), recoveryID: 1 - signatures[0].recoveryID))
        add(
            "zero-r", "r of the first signature is zero, for which careless recovery answers a constant address.", "unrecoverable-signature",
            changed(try Signature(Bytes(repeating: 0, count: 32) + raw.suffix(32))))
        add(
            "zero-s", "s of the first signature is zero.", "unrecoverable-signature",
            changed(try Signature(raw.prefix(32) + Bytes(repeating: 0, count: 32))))
        let once = Keccak256.hash(body)
        add(
            "hashed-once", "The guardians' signatures are over the single hash of the body: another protocol's statement.", "wrong-guardian",
            Guardians.vaa(body, try (0...4).map { try old.signature(of: $0, over: once) }))
        for (name, altered) in [
            ("amount-raised", VAABody.message("xen coins to Bob").encoded), ("byte-behind-the-payload", body + [0]),
            ("payload-cut", Bytes(body.dropLast())),
        ] {
            add(name, "The body is changed after signing: \(name).", "wrong-guardian", Guardians.vaa(altered, signatures))
        }
    }

    private mutating func addBytes() throws {
        let honest = try old.vaa(.message(), by: Array(0...4))
        add("version-2", "The version byte says 2.", "unsupported-version", [2] + honest.dropFirst())
        add("empty", "No bytes at all.", "malformed", [])
        add("cut-in-a-signature", "The bytes end inside the third signature.", "malformed", Bytes(honest.prefix(6 + 2 * 66 + 30)))
        add("cut-in-the-body", "The bytes end before the consistency level.", "malformed", Bytes(honest.prefix(6 + 5 * 66 + 50)))
        add("count-beyond-the-end", "The message says it has 255 signatures.", "malformed", honest.prefix(5) + [255] + honest.dropFirst(6))
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
}

extension Attacks {
    private mutating func addUpgrades() throws {
        let message = try new.vaa(.message(), set: 1, by: Array(0...4))
        let honest = try old.vaa(.governance(upgradePayload(new.addresses)), by: Array(0...4))
        add("honest-after-an-upgrade", "Nobody attacks: the old set names the new one, which signs.", "accepted", message, upgrades: [.init(vaa: honest)])
        add(
            "honest-old-set-in-its-last-second", "Nobody attacks: the replaced set signs in the second in which it expires.", "accepted",
            try old.vaa(.message(), by: Array(0...4)), upgrades: [.init(vaa: honest, expiry: .at(1_700_000_000))])
        add(
            "expired-set", "A quorum of a replaced set signs a second too late.", "set-expired", try old.vaa(.message(), by: Array(0...4)),
            upgrades: [.init(vaa: honest, expiry: .at(1_699_999_999))])
        add(
            "new-number-old-guardians", "The old guardians sign under the number of the new set.", "wrong-guardian",
            try old.vaa(.message(), set: 1, by: Array(0...4)), upgrades: [.init(vaa: honest)])
        add(
            "upgrade-replayed", "An upgrade that was applied is applied again.", "not-by-current-set", message,
            upgrades: [.init(vaa: honest), .init(vaa: honest)])
        add(
            "upgrade-by-its-own-set", "The new guardians sign the upgrade that makes them guardians.", "wrong-guardian", message,
            upgrades: [.init(vaa: try new.vaa(.governance(upgradePayload(new.addresses)), by: Array(0...4)))])
        add(
            "upgrade-under-quorum", "Four of seven guardians sign an upgrade.", "no-quorum", message,
            upgrades: [.init(vaa: try old.vaa(.governance(upgradePayload(new.addresses)), by: Array(0...3)))])
        let elsewhere = WormholeEmitter(chain: 2, address: WormholeEmitter.governance.address)
        add(
            "upgrade-sent-from-another-chain", "A contract of another chain, at the governance address, sends an upgrade.", "not-governance", message,
            upgrades: [.init(vaa: try old.vaa(.governance(upgradePayload(new.addresses), emitter: elsewhere), by: Array(0...4)))])
        try addPayloads(message)
    }

    private mutating func addPayloads(_ message: Bytes) throws {
        let members = new.addresses
        let zero = try EthereumAddress(bytes: Bytes(repeating: 0, count: 20))
        let payloads: [(String, String, String, Bytes)] = [
            ("upgrade-of-another-module", "A token bridge's governance message is used as an upgrade.", "wrong-module", upgradePayload(module: "TokenBridge", members)),
            ("upgrade-of-another-action", "A contract upgrade (action 1) is used as a guardian set upgrade.", "wrong-action", upgradePayload(action: 1, members)),
            ("upgrade-for-one-chain", "The upgrade is meant for one chain only.", "wrong-target-chain", upgradePayload(chain: 2, members)),
            ("upgrade-skips-a-number", "Set 0 names set 2.", "set-out-of-order", upgradePayload(index: 2, members)),
            ("upgrade-repeats-a-number", "Set 0 names another set 0.", "set-out-of-order", upgradePayload(index: 0, members)),
            ("upgrade-to-nobody", "The new set is empty, so that no signature would be a quorum.", "empty-set", upgradePayload([])),
            ("upgrade-repeats-a-guardian", "One guardian stands in the new set twice.", "repeated-guardian", upgradePayload(members + [members[0]])),
            ("upgrade-to-the-zero-address", "The new set has the zero address, the answer of failed recoveries.", "zero-guardian", upgradePayload(members + [zero])),
            ("upgrade-with-a-byte-behind", "A byte follows the last guardian.", "malformed", upgradePayload(members) + [0]),
            ("upgrade-cut-short", "The last guardian's address is a byte short.", "malformed", Bytes(upgradePayload(members).dropLast())),
            ("upgrade-of-half-a-head", "The payload ends inside the module's name.", "malformed", Bytes(upgradePayload(members).prefix(20))),
        ]
        for (name, attack, expect, payload) in payloads {
            add(name, attack, expect, message, upgrades: [.init(vaa: try old.vaa(.governance(payload), by: Array(0...4)))])
        }
    }
}
