@testable import CometBFT
import Encoding
import Signatures

extension Attacks {
    static func sets() throws -> [AttackVector] {
        let honest = try block()
        let other = try World.set([Member(0), Member(1), Member(2), Member(9)])
        let validators = honest["validator_set"]?["validators"]?.arrayValue ?? []
        func withSet(_ validators: [JSON]) -> JSON { honest.replacing("validator_set", with: ["validators": .array(validators)]) }
        return [
            try vector("set-swapped", "another set than the header names is handed over", "wrong-validators-hash", honest.replacing("validator_set", with: other.json)),
            try vector(
                "power-raised", "one validator's power is raised in the set", "wrong-validators-hash",
                honest.replacing("validator_set.validators.0.voting_power", with: "1000")),
            try vector(
                "next-set-swapped", "another set than the header announces, to be trusted next", "wrong-next-validators-hash",
                honest.replacing("next_validator_set", with: other.json)),
            try vector("set-with-one-twice", "a validator stands in the set twice", "duplicate-validator", withSet(validators + validators.prefix(1))),
            try vector("empty-set", "a set without validators, of which nobody is two thirds", "empty-validator-set", withSet([])),
            try vector(
                "powers-that-overflow", "powers whose sum does not fit", "power-out-of-range",
                honest.replacing("validator_set.validators.0.voting_power", with: "1152921504606846975")),
            try vector(
                "power-of-zero", "a validator without power", "power-out-of-range", honest.replacing("validator_set.validators.0.voting_power", with: "0")),
            try vector(
                "address-of-another-key", "a validator named by the address of another", "wrong-address",
                honest.replacing("validator_set.validators.0.address", with: validators[1]["address"] ?? .null)),
            try vector(
                "key-of-unknown-type", "a validator with a key that is not supported", "unsupported-key",
                honest.replacing("validator_set.validators.0.pub_key.type", with: "tendermint/PubKeySr25519")),
        ]
    }

    static func votes() throws -> [AttackVector] {
        let honest = try block()
        let places = honest["signed_header"]?["commit"]?["signatures"]?.arrayValue ?? []
        func withPlaces(_ places: [JSON]) -> JSON { honest.replacing("signed_header.commit.signatures", with: .array(places)) }
        let three = (0..<3).map { Member($0) }
        return [
            try vector(
                "exactly-two-thirds", "two of three validators signed, and more than two thirds are needed", "not-enough-power",
                try block(2, three) { $0.index == 2 ? .absent : .block }, trusted: try trusted(three)),
            try vector(
                "nil-votes-as-power", "two of four validators voted for nil", "not-enough-power",
                try block { $0.index < 2 ? .nothing : .block }),
            try vector("one-validator-votes-twice", "a vote stands in the place of another validator too", "duplicate-vote", withPlaces([places[0], places[0], places[2], places[3]])),
            try vector("votes-in-each-others-places", "two votes changed places", "wrong-signer", withPlaces([places[1], places[0], places[2], places[3]])),
            try vector("vote-left-out", "a place is left out of the commit", "wrong-signature-count", withPlaces([places[0], places[1], places[2]])),
            try vector("vote-of-nobody", "a place is added to the commit", "wrong-signature-count", withPlaces(places + [places[0]])),
            try vector(
                "absent-vote-with-signature", "a vote that is marked absent and carries a signature", "malformed",
                honest.replacing("signed_header.commit.signatures.0.block_id_flag", with: 1)),
            try vector(
                "vote-of-unknown-kind", "a vote whose flag is none of three", "malformed",
                honest.replacing("signed_header.commit.signatures.0.block_id_flag", with: 4)),
        ]
    }

    static func signatures() throws -> [AttackVector] {
        let honest = try block()
        let first = "signed_header.commit.signatures.0"
        let nilVotes = try block { $0.index == 0 ? .nothing : .block }
        let nilPlace = nilVotes["signed_header"]?["commit"]?["signatures"]?.arrayValue?.firstIndex { $0["block_id_flag"] == 3 } ?? 0
        return [
            try vector(
                "vote-by-another-key", "a stranger signs in the name of a validator", "invalid-signature",
                try World.block(height: 2, members, next: members, signer: { $0.index == 2 ? Member(77) : $0 }).json),
            try vector(
                "broken-vote-beyond-two-thirds", "the last of four votes is broken; the others would do", "invalid-signature",
                honest.replacing("signed_header.commit.signatures.3.signature", with: .string(Base64.encode(Bytes(repeating: 1, count: 64))))),
            try vector(
                "nil-vote-counted-for-the-block", "a vote for nil is marked as one for the block", "invalid-signature",
                nilVotes.replacing("signed_header.commit.signatures.\(nilPlace).block_id_flag", with: 2)),
            try vector(
                "vote-marked-nil", "a vote for the block is marked as one for nil", "invalid-signature", honest.replacing("\(first).block_id_flag", with: 3)),
            try vector(
                "vote-time-altered", "the time of a vote is altered by a nanosecond", "invalid-signature",
                honest.replacing("\(first).timestamp", with: .string("\(try World.time(2))"))),
            try vector("votes-of-another-round", "the commit claims another round than was signed", "invalid-signature", honest.replacing("signed_header.commit.round", with: 1)),
            try vector(
                "parts-replaced", "the commit names other parts of the block than were signed", "invalid-signature",
                honest.replacing("signed_header.commit.block_id.parts.total", with: 2)),
            try vector(
                "votes-of-another-chain", "votes that were signed for a chain of another name", "invalid-signature",
                try World.block(height: 2, members, next: members, signedChainID: "test-2").json),
            try zip215Only(),
        ]
    }

    /// A vote of a key without a secret: the identity point, with R the identity in its non-canonical spelling and s = 0. ZIP-215, which
    /// CometBFT follows, accepts it for any message. RFC 8032 as OpenSSL has it compares R's bytes, and does not.
    private static func zip215Only() throws -> AttackVector {
        let identity: Bytes = [1] + Bytes(repeating: 0, count: 31)
        let otherIdentity: Bytes = [0xee] + Bytes(repeating: 0xff, count: 30) + [0x7f]
        let weak = try Validator(publicKey: PublicKey(scheme: .ed25519, raw: identity), power: 1)
        let set = try ValidatorSet(members.map { try $0.validator() } + [weak])
        let header = try World.header(height: 2, validators: set.hash, next: set.hash)
        let commit = try World.commit(header, members)
        let vote = CommitSignature.Vote(
            validator: weak.address, time: try World.time(2), signature: try Signature(otherIdentity + Bytes(repeating: 0, count: 32)))
        // The least power comes last.
        let whole = try Commit(
            height: 2, round: 0, blockID: commit.blockID, signatures: commit.signatures + [.forBlock(vote)])
        let block = LightBlock(signedHeader: SignedHeader(header: header, commit: whole), validators: set, nextValidators: set)
        return try vector(
            "zip215-only-signature", "a vote that ZIP-215 accepts and RFC 8032 does not: refused, where CometBFT would accept it", "invalid-signature",
            block.json, trusted: ["header": try World.header(height: 1, next: set.hash).json, "next_validator_set": set.json])
    }

    static func spellings() throws -> [AttackVector] {
        let honest = try block()
        let header = "signed_header.header"
        return [
            try vector("height-with-leading-zero", "a number with a second spelling", "malformed-json", honest.replacing("\(header).height", with: "02")),
            try vector("height-as-number", "a 64-bit number that is not in a string", "malformed-json", honest.replacing("\(header).height", with: 2)),
            try vector("height-beyond-64-bits", "a height that does not fit 64 bits", "malformed-json", honest.replacing("\(header).height", with: "18446744073709551618")),
            try vector("negative-round", "a commit whose round is below zero", "malformed-json", honest.replacing("signed_header.commit.round", with: -1)),
            try vector(
                "time-with-trailing-zero", "a time with a second spelling", "malformed", honest.replacing("\(header).time", with: "2023-11-14T22:13:50.10Z")),
            try vector("hash-of-31-bytes", "a hash that lost a byte", "malformed-json", honest.replacing("\(header).data_hash", with: .hex(Bytes(repeating: 1, count: 31)))),
            try vector(
                "parts-under-two-names", "a block id with two sets of parts, one to verify and one to show", "malformed-json",
                honest.replacing("signed_header.commit.block_id.part_set_header", with: ["total": 1, "hash": .hash(.zero)])),
            try vector("chain-id-too-long", "a chain id of 51 bytes", "malformed", honest.replacing("\(header).chain_id", with: .string(String(repeating: "x", count: 51)))),
            try vector(
                "signature-of-63-bytes", "a signature that lost a byte", "malformed",
                honest.replacing("signed_header.commit.signatures.0.signature", with: .string(Base64.encode(Bytes(repeating: 1, count: 63))))),
        ]
    }
}
