@testable import CometBFT
import Encoding
import Foundation
import Signatures
import Testing

/// Figures, printed on demand: PLIMSOLL_MEASURE=1, in a release build.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PLIMSOLL_MEASURE"] != nil))
struct SpeedTests {
    @Test("a commit of a hundred validators costs little more than its signatures")
    func hundredValidators() throws {
        let members = (0..<100).map { Member($0) }
        let block = try World.block(height: 2, members, next: members)
        let trusted = try World.trusted(next: members)
        let (options, now) = (try World.options(), try World.time(3))
        var signBytes = VoteSignBytes(block.signedHeader.commit, chainID: World.chainID)
        let votes = zip(block.signedHeader.commit.signatures, block.validators.validators).compactMap { place, validator in
            place.vote.map { (validator.publicKey, $0.signature, signBytes($0.time, isForBlock: true)) }
        }
        var (whole, raw) = (Double.infinity, Double.infinity)
        for _ in 0..<20 {
            raw = min(raw, Self.seconds { #expect(votes.allSatisfy { $0.0.isValidSignature($0.1, forMessage: $0.2) }) })
            whole = min(whole, Self.seconds { #expect(trusted.verify(block, options, now: now).label == "accepted") })
        }
        print("100 validators: \(whole * 1e3) ms, their signatures alone \(raw * 1e3) ms, ratio \(whole / raw)")
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock()
        try body()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
}
