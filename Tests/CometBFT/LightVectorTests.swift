import CometBFT
import Encoding
import TestVectors
import Testing

/// The model-based single steps of tendermint-rs: each file a trusted state and the blocks that follow, with their verdicts.
@Suite(.enabled(if: VectorSet("cometbft_light").isPresent))
struct LightVectorTests {
    static let vectors = VectorSet("cometbft_light")

    @Test("every step comes to its verdict, in order, and trust moves on success only")
    func steps() throws {
        let files = Self.vectors.files()
        var counts: [String: Int] = [:]
        for file in files {
            for (expected, got) in try Self.run(try Self.vectors.node(file)) {
                counts[expected, default: 0] += 1
                #expect(got.name == expected, "\(file): \(got)")
                if case .invalid(let error) = got { #expect(error.fits(file), "\(file): \(error)") }
            }
        }
        let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("cometbft_light: \(files.count) files found, \(files.count) run; steps: \(summary)")
    }

    static func run(_ node: JSONNode) throws -> [(expected: String, got: Outcome)] {
        let initial = try node["initial"]
        let header = try SignedHeader(try initial["signed_header"])
        var trusted = try TrustedState(pinning: header.header, nextValidators: try ValidatorSet(try initial["next_validator_set"]))
        let period = try #require(Int64(try initial["trusting_period"].string()))
        let options = try TrustOptions(threshold: .oneThird, trustingPeriod: .nanoseconds(period), clockDrift: .zero)
        var outcomes: [(String, Outcome)] = []
        for step in try node["input"].array(max: 10_000) {
            let outcome = Outcome(trusted, try step["block"], options, now: try BlockTime(parsing: try step["now"].string()))
            if case .success(let state) = outcome { trusted = state }
            outcomes.append((try step["verdict"].string(), outcome))
        }
        return outcomes
    }
}

/// A verdict, where a block that cannot be read is rejected too.
enum Outcome {
    case success(TrustedState)
    case notEnoughTrust
    case invalid(CometBFTError)

    init(_ trusted: TrustedState, _ block: JSONNode, _ options: TrustOptions, now: BlockTime) {
        do {
            switch trusted.verify(try LightBlock(block), options, now: now) {
            case .accepted(let state): self = .success(state)
            case .notEnoughTrust: self = .notEnoughTrust
            case .rejected(let error): self = .invalid(error)
            }
        } catch {
            self = .invalid(error)
        }
    }

    var name: String {
        switch self {
        case .success: "SUCCESS"
        case .notEnoughTrust: "NOT_ENOUGH_TRUST"
        case .invalid: "INVALID"
        }
    }

    var label: String {
        switch self {
        case .success: "accepted"
        case .notEnoughTrust: "not-enough-trust"
        case .invalid(let error): error.shortDescription
        }
    }
}

extension CometBFTError {
    /// Whether this is a cause that the file's name speaks of. Some files' blocks have no validators at all, and cannot be read.
    fileprivate func fits(_ file: String) -> Bool {
        let causes = [
            "NonMonotonicHeight": "height-not-above", "HeaderFromFuture": "from-the-future", "LessThanTwoThirdsSign": "not-enough-power",
            "NotWithinTrustingPeriod": "trusted-state-expired",
        ]
        guard self != .emptyValidatorSet, let cause = causes.first(where: { file.contains($0.key) }) else { return true }
        return cause.value == shortDescription
    }
}
