import CometBFT
import Testing

/// Two proven headers that contradict each other.
struct MisbehaviourTests {
    let members = (0..<4).map { Member($0) }

    private func evidence(_ one: LightBlock, _ other: LightBlock) throws(CometBFTError) -> Misbehaviour {
        guard let trusted = try? World.trusted(next: members), let options = try? World.options(), let now = try? World.time(30) else {
            throw .notConflicting(heights: [])
        }
        return try Misbehaviour.verify(one, other, from: trusted, options, now: now)
    }

    private func block(_ height: UInt64, state: UInt8 = 0, time: UInt64? = nil, vote: (Member) -> World.Vote = { _ in .block }) throws -> LightBlock {
        try World.block(height: height, members, next: members, time: try time.map { try World.time($0) }, appHash: [state], vote: vote)
    }

    @Test("two headers of one height are proof of a fork, in whatever order, and name who voted for both")
    func fork() throws {
        let one = try block(5, state: 1) { $0.index == 0 ? .absent : .block }
        let other = try block(5, state: 2) { $0.index == 3 ? .nothing : .block }
        let found = try evidence(one, other)
        #expect(found == (try evidence(other, one)))
        #expect(found.kind == .conflictingHeaders && found.first.header.hash < found.second.header.hash)
        #expect(Set(found.signersOfBoth) == Set(try [1, 2].map { try Member($0).validator().address }))
    }

    @Test("a later header with an earlier time, or the same, is proof too")
    func time() throws {
        for time in [4, 5] as [UInt64] {
            let found = try evidence(try block(6, time: time), try block(5))
            #expect(found.kind == .timeNotMonotonic && found.first.header.height == 5)
        }
    }

    @Test("headers that agree, or one that is not proven, are no evidence")
    func noEvidence() throws {
        let honest = try block(5)
        #expect(throws: CometBFTError.notConflicting(heights: [5, 5])) { try evidence(honest, honest) }
        // Another commit for the same header is no fork.
        #expect(throws: CometBFTError.notConflicting(heights: [5, 5])) { try evidence(honest, try block(5) { $0.index == 0 ? .absent : .block }) }
        #expect(throws: CometBFTError.notConflicting(heights: [5, 6])) { try evidence(honest, try block(6)) }
        let forged = try World.block(height: 5, members, next: members, appHash: [9], signer: { _ in Member(77) })
        #expect(throws: CometBFTError.self) { try evidence(honest, forged) }
        let strangers = (50..<54).map { Member($0) }
        let error = #expect(throws: CometBFTError.self) { try evidence(honest, try World.block(height: 5, strangers, next: strangers)) }
        #expect(error?.shortDescription == "not-enough-trust")
    }
}
