@testable import CometBFT
import Encoding
import Signatures

/// What an attacker may try on a light client, each made from an honest block: trusted is height 1, the block is of height 2 or 6.
enum Attacks {
    static let members = (0..<4).map { Member($0) }

    static func all() throws -> [AttackVector] {
        try honest() + shortOfTrust() + headers() + times() + sets() + votes() + signatures() + spellings()
    }

    static func trusted(_ next: [Member] = members) throws -> JSON {
        let set = try World.set(next)
        return ["header": try World.header(height: 1, next: set.hash).json, "next_validator_set": set.json]
    }

    static func block(
        _ height: UInt64 = 2, _ members: [Member] = members, time: BlockTime? = nil, chainID: String = World.chainID,
        vote: (Member) -> World.Vote = { _ in .block }
    ) throws -> JSON {
        try World.block(height: height, members, next: members, time: time, chainID: chainID, vote: vote).json
    }

    static func vector(
        _ name: String, _ attack: String, _ expect: String, _ block: JSON, trusted: JSON? = nil, now: BlockTime? = nil,
        threshold: TrustThreshold = .oneThird
    ) throws -> AttackVector {
        AttackVector(
            name, attack, expect, now: try now ?? World.time(7), threshold: threshold, trusted: try trusted ?? Self.trusted(), block: block)
    }

    static func honest() throws -> [AttackVector] {
        let mixed = [Member(0, .secp256k1), Member(1), Member(2, .secp256k1)]
        return [
            try vector("honest-next-height", "none: the next block, signed by all", "accepted", try block()),
            try vector("honest-skip", "none: a later block, signed by all whom the trusted header announced", "accepted", try block(6)),
            try vector(
                "honest-absent-and-nil-votes", "none: one validator of seven did not vote and one voted for nil", "accepted",
                try block(2, (0..<7).map { Member($0) }) { $0.index == 0 ? .absent : $0.index == 1 ? .nothing : .block },
                trusted: try trusted((0..<7).map { Member($0) })),
            try vector(
                "honest-secp256k1", "none: validators with secp256k1 keys beside Ed25519", "accepted", try block(2, mixed),
                trusted: try trusted(mixed)),
        ]
    }

    static func shortOfTrust() throws -> [AttackVector] {
        let others = (20..<24).map { Member($0) }
        return [
            try vector(
                "skip-signed-by-strangers", "a block whose validators nobody trusted announced", "not-enough-trust", try block(6, others)),
            try vector(
                "skip-with-exactly-one-third", "a third of the trusted power signed, and more than a third is needed", "not-enough-trust",
                try block(6, [Member(0)] + others), trusted: try trusted([Member(0), Member(1), Member(2)])),
            try vector(
                "skip-with-all-under-threshold-one", "all trusted validators signed, and more than all are asked for", "not-enough-trust",
                try block(6), threshold: try TrustThreshold(1, over: 1)),
            try vector(
                "skip-signed-by-absent-trusted", "the trusted validators are in the set, and did not vote", "not-enough-trust",
                try block(6, [Member(0), Member(1), Member(2)] + (20..<30).map { Member($0) }) { $0.index < 20 ? .absent : .block }),
        ]
    }

    static func headers() throws -> [AttackVector] {
        let honest = try block()
        let other = try World.block(height: 2, members, next: members, appHash: Bytes(repeating: 6, count: 32))
        return [
            try vector(
                "app-hash-replaced", "the state root in a signed header is replaced", "wrong-header-hash",
                honest.replacing("signed_header.header.app_hash", with: .hex(Bytes(repeating: 6, count: 32)))),
            try vector(
                "commit-of-another-block", "a forged header with the commit of the honest block", "wrong-header-hash",
                other.json.replacing("signed_header.commit", with: honest["signed_header"]?["commit"] ?? .null)),
            try vector(
                "commit-of-another-height", "a commit that claims another height than its header", "wrong-commit-height",
                honest.replacing("signed_header.commit.height", with: "3")),
            try vector("another-chain", "a block of another chain, signed by the same validators", "different-chain", try block(2, chainID: "test-2")),
            try vector("height-of-the-trusted", "a block of the trusted height", "height-not-above", try block(1, time: try World.time(2))),
            try vector(
                "unannounced-set-at-next-height", "the next block is signed by a set that was not announced, with enough of the trusted",
                "validators-not-announced", try block(2, members + [Member(9)])),
        ]
    }

    static func times() throws -> [AttackVector] {
        let trustedTime = try World.time(1)
        let expiry = try BlockTime(secondsSince1970: trustedTime.seconds + 1_000, nanoseconds: trustedTime.nanoseconds)
        let beforeExpiry = try BlockTime(secondsSince1970: expiry.seconds, nanoseconds: expiry.nanoseconds - 1)
        let now = try World.time(2)
        let drifted = try BlockTime(secondsSince1970: now.seconds + 5, nanoseconds: now.nanoseconds)
        let justNotDrifted = try BlockTime(secondsSince1970: drifted.seconds, nanoseconds: drifted.nanoseconds - 1)
        return [
            try vector(
                "trusted-state-expired", "the trusting period ends in this nanosecond: old validators may sign anything", "trusted-state-expired",
                try block(), now: expiry),
            try vector("trusted-state-almost-expired", "none: the trusting period ends a nanosecond later", "accepted", try block(), now: beforeExpiry),
            try vector(
                "header-from-the-future", "a header whose time is the verifier's clock and the whole drift", "from-the-future",
                try block(2, time: drifted), now: now),
            try vector("header-within-drift", "none: a nanosecond less than the drift ahead", "accepted", try block(2, time: justNotDrifted), now: now),
            try vector("time-of-the-trusted", "a later block with the time of the trusted header", "time-not-after", try block(2, time: trustedTime)),
        ]
    }
}
