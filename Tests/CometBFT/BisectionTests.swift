import CometBFT
import Testing

/// Skipping over a chain whose validators leave one by one.
struct BisectionTests {
    /// Five validators a height; one leaves and one joins at each. So ten heights apart nobody is the same.
    static func members(_ height: UInt64) -> [Member] {
        (0..<5).map { Member(Int(height) + $0) }
    }

    static func block(_ height: UInt64) throws -> LightBlock {
        try World.block(height: height, members(height), next: members(height + 1))
    }

    static func trusted() throws -> TrustedState {
        try World.trusted(height: 1, next: members(2))
    }

    /// Answers what the machine asks for, until it is done.
    static func run(
        _ bisection: inout Bisection, block: (UInt64) throws -> LightBlock = BisectionTests.block
    ) throws -> (Bisection.Step, asked: [UInt64]) {
        var blocks: [UInt64: LightBlock] = [:]
        let now = try World.time(80)
        while true {
            let step = bisection.advance(with: blocks, now: now)
            guard case .needsBlock(let height) = step else { return (step, Array(blocks.keys).sorted()) }
            try #require(blocks[height] == nil, "height \(height) was asked for twice")
            blocks[height] = try block(height)
        }
    }

    @Test("a height that is near is reached in one step")
    func near() throws {
        var bisection = try Bisection(from: try Self.trusted(), to: 4, try World.options(), maximumBlocks: 10)
        let (step, asked) = try Self.run(&bisection)
        guard case .accepted(let state) = step else { return #expect(Bool(false), "\(step)") }
        #expect(state.height == 4 && asked == [4] && bisection.path == [4])
    }

    @Test("a distant height is reached through blocks between, each proven from the one before")
    func distant() throws {
        var bisection = try Bisection(from: try Self.trusted(), to: 40, try World.options(), maximumBlocks: 200)
        let (step, asked) = try Self.run(&bisection)
        guard case .accepted(let state) = step else { return #expect(Bool(false), "\(step)") }
        #expect(state.height == 40 && bisection.trusted == state)
        #expect(bisection.path.last == 40 && bisection.path == bisection.path.sorted())
        #expect(Set(bisection.path).isSubset(of: asked) && asked.count < 39)
        // Three of five validators must be the same for more than a third to sign: steps are of four heights at most.
        #expect(zip([1] + bisection.path, bisection.path).allSatisfy { $1 - $0 <= 4 })
    }

    @Test("a forged block between is refused with its height, and an honest one can take its place")
    func forged() throws {
        var bisection = try Bisection(from: try Self.trusted(), to: 40, try World.options(), maximumBlocks: 400)
        var forgedHeight: UInt64?
        let (step, _) = try Self.run(&bisection) { height in
            guard height <= 5 else { return try Self.block(height) }
            forgedHeight = height
            return try World.block(height: height, Self.members(height), next: Self.members(height + 1), signer: { _ in Member(999) })
        }
        guard case .rejected(let height, let error) = step else { return #expect(Bool(false), "\(step)") }
        #expect(height == forgedHeight && error.shortDescription == "invalid-signature")
        let (again, _) = try Self.run(&bisection)
        guard case .accepted(let state) = again else { return #expect(Bool(false), "\(again)") }
        #expect(state.height == 40)
    }

    @Test("work is bounded, and a block of another height is refused")
    func bounds() throws {
        var bisection = try Bisection(from: try Self.trusted(), to: 40, try World.options(), maximumBlocks: 3)
        let (step, _) = try Self.run(&bisection)
        guard case .rejected(_, .tooManyBlocks(maximum: 3)) = step else { return #expect(Bool(false), "\(step)") }
        var other = try Bisection(from: try Self.trusted(), to: 40, try World.options(), maximumBlocks: 30)
        let (wrong, _) = try Self.run(&other) { try Self.block($0 + 1) }
        #expect(wrong == .rejected(height: 40, .differentHeight(expected: 40, got: 41)))
        #expect(throws: CometBFTError.heightNotAbove(trusted: 1, got: 1)) {
            try Bisection(from: try Self.trusted(), to: 1, try World.options(), maximumBlocks: 3)
        }
    }

    @Test("bisection stops when the trusting period of what it stands on ends")
    func expiry() throws {
        var bisection = try Bisection(from: try Self.trusted(), to: 3, try World.options(), maximumBlocks: 10)
        let late = try BlockTime(secondsSince1970: World.start + 10 + 1_001)
        let step = bisection.advance(with: [3: try Self.block(3)], now: late)
        guard case .rejected(height: 3, .trustedStateExpired) = step else { return #expect(Bool(false), "\(step)") }
    }
}
