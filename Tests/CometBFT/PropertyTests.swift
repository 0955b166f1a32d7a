@testable import CometBFT
import Encoding
import Signatures
import TestVectors
import Testing

/// Random sets and votes, held against arithmetic that anybody can check.
struct PropertyTests {
    /// A set of one to seven members with small powers, so that thresholds are often met exactly.
    static func members(_ random: inout SeededGenerator, from first: Int = 0) -> [Member] {
        (0..<Int.random(in: 1...7, using: &random)).map { Member(first + $0, power: UInt64.random(in: 1...6, using: &random)) }
    }

    static func power(_ members: some Sequence<Member>) -> UInt64 {
        members.reduce(0) { $0 + $1.power }
    }

    @Test("the next height is accepted exactly when more than two thirds of its power voted for it")
    func sequential() throws {
        var random = SeededGenerator()
        var seen: [String: Int] = [:]
        for _ in 0..<150 {
            let members = Self.members(&random)
            let voters = Set(members.filter { _ in Int.random(in: 0..<4, using: &random) > 0 })
            let others: World.Vote = Bool.random(using: &random) ? .absent : .nothing
            let block = try World.block(height: 2, members, next: members) { voters.contains($0) ? .block : others }
            let verdict = try World.trusted(next: members).verify(block, try World.options(), now: try World.time(3))
            let isEnough = 3 * Self.power(voters) > 2 * Self.power(members)
            #expect(verdict.label == (isEnough ? "accepted" : "not-enough-power"))
            seen[verdict.label, default: 0] += 1
        }
        #expect(seen.count == 2)
    }

    @Test("a skipped height is accepted exactly when more than the threshold of the trusted power voted for it, and two thirds of its own")
    func skipping() throws {
        var random = SeededGenerator()
        var seen: [String: Int] = [:]
        for _ in 0..<150 {
            let threshold = try TrustThreshold(UInt64.random(in: 1...3, using: &random), over: 3)
            let trustedMembers = Self.members(&random)
            // Some of the trusted stay, with other powers perhaps; some are new.
            let stayed = trustedMembers.filter { _ in Bool.random(using: &random) }
            let members = stayed.map { Member($0.index, power: UInt64.random(in: 1...6, using: &random)) } + Self.members(&random, from: 100)
            let voters = Set(members.filter { _ in Int.random(in: 0..<8, using: &random) > 0 })
            let block = try World.block(height: 9, members, next: members) { voters.contains($0) ? .block : .absent }
            let trusted = try World.trusted(next: trustedMembers)
            let verdict = trusted.verify(block, try World.options(threshold: threshold), now: try World.time(10))
            let overlap = Self.power(trustedMembers.filter { member in voters.contains { $0.index == member.index } })
            let isTrusted = overlap * threshold.denominator > Self.power(trustedMembers) * threshold.numerator
            let isEnough = 3 * Self.power(voters) > 2 * Self.power(members)
            #expect(verdict.label == (!isTrusted ? "not-enough-trust" : isEnough ? "accepted" : "not-enough-power"))
            seen[verdict.label, default: 0] += 1
        }
        #expect(seen["accepted", default: 0] > 0 && seen["not-enough-trust", default: 0] > 0)
    }

    @Test("thresholds are exact at the boundary, up to the greatest power there can be", arguments: [
        (2, 3, false), (3, 3, true), (768_614_336_404_564_650, 1_152_921_504_606_846_975, false),
        (768_614_336_404_564_651, 1_152_921_504_606_846_975, true), (0, 1, false),
    ] as [(UInt64, UInt64, Bool)])
    func boundary(part: UInt64, total: UInt64, isExceeded: Bool) {
        #expect(TrustThreshold.twoThirds.isExceeded(by: part, of: total) == isExceeded)
    }

    @Test("a threshold is a fraction from one third to one")
    func thresholds() throws {
        for (numerator, denominator) in [(1, 3), (2, 3), (1, 1), (333_334, 1_000_000), (.max, .max)] as [(UInt64, UInt64)] {
            #expect(throws: Never.self) { try TrustThreshold(numerator, over: denominator) }
        }
        for (numerator, denominator) in [(0, 1), (1, 0), (0, 0), (1, 4), (333_333, 1_000_000), (4, 3), (.max, 1), (1, .max)] as [(UInt64, UInt64)] {
            #expect(throws: CometBFTError.self, "\(numerator)/\(denominator)") { try TrustThreshold(numerator, over: denominator) }
        }
    }

    @Test("a set has one order and one hash, whatever order it was given in")
    func oneOrder() throws {
        var random = SeededGenerator()
        let members = (0..<12).map { Member($0, power: UInt64.random(in: 1...3, using: &random), $0 % 3 == 0 ? .secp256k1 : .ed25519) }
        let set = try World.set(members)
        for _ in 0..<10 {
            let other = try World.set(members.shuffled(using: &random))
            #expect(other.hash == set.hash && other.validators == set.validators)
        }
        for (left, right) in zip(set.validators, set.validators.dropFirst()) {
            #expect(left.power > right.power || (left.power == right.power && left.address < right.address))
        }
        #expect(set.totalPower == Self.power(members))
    }

    @Test("sets that are empty, repeat a validator or have too much power are refused")
    func badSets() throws {
        let maximum = ValidatorSet.maximumTotalPower
        #expect(throws: CometBFTError.emptyValidatorSet) { try World.set([]) }
        #expect(throws: CometBFTError.duplicateValidator(try Member(1).validator().address)) { try World.set([Member(1), Member(2), Member(1, power: 3)]) }
        #expect(throws: CometBFTError.powerOutOfRange(maximum: maximum, got: maximum + 1)) { try World.set([Member(1, power: maximum), Member(2, power: 1)]) }
        #expect(throws: CometBFTError.powerOutOfRange(maximum: maximum, got: .max)) { try World.set([Member(1, power: .max)]) }
        #expect(throws: CometBFTError.powerOutOfRange(maximum: maximum, got: 0)) { try World.set([Member(1, power: 0)]) }
        #expect(try World.set([Member(1, power: maximum - 1), Member(2, power: 1)]).totalPower == maximum)
        let p256 = try PrivateKey(scheme: .p256, rawSecret: Bytes(repeating: 1, count: 32)).publicKey
        #expect(throws: CometBFTError.unsupportedKey("\(p256.scheme)")) { try Validator(publicKey: p256, power: 1) }
    }

    @Test("a vote counts for a trusted validator only under the trusted key")
    func overlapNeedsTheKey() throws {
        let members = (0..<3).map { Member($0) }
        let block = try World.block(height: 5, members, next: members)
        let strangers = try World.trusted(next: (10..<13).map { Member($0) })
        #expect(strangers.verify(block, try World.options(), now: try World.time(6)).label == "not-enough-trust")
    }

    @Test("secp256k1 validators sign beside Ed25519 ones")
    func mixedKeys() throws {
        let members = [Member(0, .secp256k1), Member(1), Member(2, .secp256k1), Member(3)]
        let block = try World.block(height: 2, members, next: members)
        let trusted = try World.trusted(next: members)
        #expect(trusted.verify(block, try World.options(), now: try World.time(3)).label == "accepted")
        let forged = try World.block(height: 2, members, next: members, signer: { $0.index == 2 ? Member(9, .secp256k1) : $0 })
        #expect(trusted.verify(forged, try World.options(), now: try World.time(3)).label == "invalid-signature")
    }

    @Test("without the trusted validators only the next height can be verified")
    func unknownValidators() throws {
        let members = (0..<3).map { Member($0) }
        let header = try World.header(height: 1, next: try World.set(members).hash)
        let trusted = try TrustedState(pinning: header, nextValidators: nil)
        let verdict = trusted.verify(try World.block(height: 3, members, next: members), try World.options(), now: try World.time(4))
        #expect(verdict == .rejected(.trustedValidatorsUnknown(height: 1)))
        #expect(trusted.verify(try World.block(height: 2, members, next: members), try World.options(), now: try World.time(4)).label == "accepted")
        #expect(throws: CometBFTError.self) { try TrustedState(pinning: header, nextValidators: try World.set([Member(7)])) }
    }

    @Test("steps stop a block in their order: what breaks several is refused by the first")
    func order() throws {
        let members = (0..<4).map { Member($0) }
        let trusted = try World.trusted(next: members)
        let late = try BlockTime(secondsSince1970: World.start + 10_000)
        let good = try World.block(height: 2, members, next: members, signer: { _ in Member(9) })
        func step(_ block: LightBlock, now: BlockTime) throws -> VerificationStep? {
            guard case .rejected(let error) = trusted.verify(block, try World.options(), now: now) else { return nil }
            return error.step
        }
        let otherCommit = LightBlock(
            signedHeader: SignedHeader(header: try World.header(height: 1), commit: good.signedHeader.commit), validators: good.validators, nextValidators: nil)
        let now = try World.time(3)
        #expect(try step(otherCommit, now: late) == .trustingPeriod)
        #expect(try step(otherCommit, now: now) == .header)
        let early = try World.block(height: 1, members, next: members) { _ in .absent }
        #expect(try step(LightBlock(signedHeader: early.signedHeader, validators: try World.set([Member(7)]), nextValidators: nil), now: now) == .succession)
        let strangers = (20..<24).map { Member($0) }
        let foreign = try World.block(height: 2, strangers, next: strangers, signer: { _ in Member(9) })
        #expect(try step(LightBlock(signedHeader: foreign.signedHeader, validators: good.validators, nextValidators: nil), now: now) == .validators)
        #expect(try step(foreign, now: now) == .trust)
        let weak = try World.block(height: 2, members, next: members, vote: { $0.index == 0 ? .block : .absent }, signer: { _ in Member(9) })
        #expect(try step(weak, now: now) == .signatures)
        #expect(try step(try World.block(height: 2, members, next: members) { $0.index == 0 ? .block : .absent }, now: now) == .power)
    }
}
