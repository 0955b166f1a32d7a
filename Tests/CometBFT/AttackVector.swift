import CometBFT
import Encoding
import TestVectors
import Testing

/// One file of Proofs/CometBFT/Vectors: what a verifier trusts, a block it is shown, and the verdict it must come to.
struct AttackVector {
    let name: String
    /// What the attacker does, in a sentence.
    let attack: String
    /// `accepted`, `not-enough-trust`, or the label of the error.
    let expect: String
    let now: BlockTime
    let threshold: TrustThreshold
    /// The trusted header and the validators it announces.
    let trusted: JSON
    let block: JSON

    static let members = ["name", "attack", "expect", "now", "threshold", "trusting_period", "clock_drift", "trusted", "block"]

    init(_ name: String, _ attack: String, _ expect: String, now: BlockTime, threshold: TrustThreshold = .oneThird, trusted: JSON, block: JSON) {
        (self.name, self.attack, self.expect, self.now) = (name, attack, expect, now)
        (self.threshold, self.trusted, self.block) = (threshold, trusted, block)
    }

    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: Self.members)
        let fraction = try node["threshold"].string().split(separator: "/").compactMap { UInt64($0) }
        try #require(fraction.count == 2)
        self.init(
            try node["name"].string(), try node["attack"].string(), try node["expect"].string(),
            now: try BlockTime(parsing: try node["now"].string()), threshold: try TrustThreshold(fraction[0], over: fraction[1]),
            trusted: try node["trusted"].value, block: try node["block"].value)
    }

    func printed() -> Bytes {
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect), "now": .string("\(now)"),
            "threshold": .string("\(threshold)"), "trusting_period": "1000000000000", "clock_drift": "5000000000", "trusted": trusted, "block": block,
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }

    /// What the verifier says.
    func outcome() throws -> String {
        let trusted = JSONNode(trusted)
        let state = try TrustedState(
            pinning: try LightHeader(try trusted["header"]), nextValidators: try ValidatorSet(try trusted["next_validator_set"]))
        return Outcome(state, JSONNode(block), try World.options(threshold: threshold), now: now).label
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("CometBFT")
