import CometBFT
import Encoding

/// A CometBFT header with its commit and the validators who signed:
///
///     {"signed_header", "validator_set"}   or   {"commit": answer of /commit, "validators": answer of /validators}
struct CometBFTCheck {
    let pins: Pins
    let now: BlockTime?

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard !pins.cometBFT.isEmpty else { throw .nothingPinned(.cometBFT, member: "cometbft: [{header, next_validator_set, trustingPeriodSeconds}]") }
        guard let now else { throw .noTime(.cometBFT) }
        var trace = Trace(.cometBFT)
        do { return try verified(bytes, now, &trace) } catch { return trace.rejected }
    }

    private func verified(_ bytes: Bytes, _ now: BlockTime, _ trace: inout Trace) throws(StepFailed) -> VerificationReport {
        let block = try trace.step("format", "JSON of a signed header and its validators") { try Self.block(bytes) }
        let header = block.header
        let pin = try pinned(header, &trace)
        let compared = "header \(header.hash) at height \(header.height) with the votes of its validators, and with the trusted height \(pin.state.height), at \(now)"
        switch pin.state.verify(block, pin.options, now: now) {
        case .accepted(let state):
            trace.held("commit", compared)
            return trace.accepted(
                .facts([
                    Fact("chain", state.chainID), Fact("height", state.height), Fact("header hash", header.hash), Fact("time", state.time),
                    Fact("app hash", Hex.encode(state.appHash)), Fact("next validators hash", state.nextValidatorsHash), Fact("verified at", now),
                ]))
        case .notEnoughTrust(let shortfall):
            trace.fail("commit", compared, label: "not-enough-trust", reason: shortfall.description)
            return trace.notYet
        case .rejected(let error):
            trace.fail("commit", compared, label: error.shortDescription, reason: error.description)
            return trace.rejected
        }
    }

    private static func block(_ bytes: Bytes) throws -> LightBlock {
        let parsed = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: RPCAnswer.maximumBytes, maximumDepth: 32)))
        let root = try parsed.optional("result") ?? parsed
        guard let commit = try root.optional("commit"), try root.optional("signed_header") == nil else { return try LightBlock(root) }
        return LightBlock(
            signedHeader: try SignedHeader((commit.optional("result") ?? commit)["signed_header"]),
            validators: try ValidatorSet(validatorsNode(root["validators"])), nextValidators: nil)
    }

    private static func validatorsNode(_ node: JSONNode) throws(EncodingError) -> JSONNode { try node.optional("result") ?? node }

    /// The highest pinned state of the header's chain that is below it.
    private func pinned(_ header: LightHeader, _ trace: inout Trace) throws(StepFailed) -> CometBFTPin {
        let chain = excerpt(header.chainID)
        let pin = pins.cometBFT.filter { $0.state.chainID == header.chainID && $0.state.height < header.height }.max { $0.state.height < $1.state.height }
        try trace.require(
            pin != nil, "trusted", "chain \(chain) below height \(header.height) with the pinned headers", label: "nothing-pinned",
            reason: "no header of chain \(chain) below height \(header.height) is pinned")
        guard let pin else { throw StepFailed() }
        return pin
    }
}
