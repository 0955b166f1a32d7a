public import Encoding
import Margin
import Signatures

/// The file of a proposal and its signatures: JSON with the signed bytes, a copy of them for people and the parameters, which must say
/// the same.
///
///     format      "plimsoll/signed-parameters/v1"
///     record      hex
///     signatures  [signer, signature], ascending by key id; empty until somebody signs
///     proposal    network, governance, number, previous, parameters, proposedAtMilliseconds, effectiveAtMilliseconds, ramp
///     parameters  the parameter set in its canonical order
public enum SignedParametersFile {
    public static let format = "plimsoll/signed-parameters/v1"
    /// The parameters, with room for layout.
    public static let maximumBytes = 2 * ParameterSet.maximumBytes

    /// - Throws: what `SignedParameters.proposal()` throws.
    public static func printed(_ signed: SignedParameters) throws(GovernanceError) -> Bytes {
        Bytes((try json(signed).printed(pretty: true) + "\n").utf8)
    }

    private static func json(_ signed: SignedParameters) throws(GovernanceError) -> JSON {
        [
            "format": .string(format), "record": .string(Hex.encode(signed.record)), "signatures": SignatureForm.json(signed.signatures),
            "proposal": try signed.proposal().json, "parameters": signed.set.json,
        ]
    }

    /// Reads the file. Who signed is not verified; that all of it says the same is.
    ///
    /// - Throws: `encoding`, `unknownFormat`, `outOfRange`, `notAscending`, `duplicateSigner`; `readableDiffers` when the copies say
    ///   something else, or in another spelling; what `SignedParameters.proposal()` throws.
    public static func parse(_ bytes: Bytes) throws(GovernanceError) -> SignedParameters {
        let root = try decoding { () throws(EncodingError) in
            JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 10)))
        }
        let (found, record, signatures, readable, parameters) = try decoding { () throws(EncodingError) in
            try root.object(allowing: ["format", "record", "signatures", "proposal", "parameters"])
            return (
                try root["format"].string(max: 64), try root["record"].lowercaseHex(max: ParameterProposal.maximumBytes),
                try root["signatures"], try root["proposal"], try root["parameters"]
            )
        }
        guard found == format else { throw .unknownFormat(expected: format, got: found) }
        let set = try margining { () throws(MarginError) in try ParameterSet(json: parameters.value) }
        try verify(parameters.value, says: set.json, at: "$.parameters")
        let signed = try SignedParameters(
            record: record, set: set, signatures: try SignatureForm.parse(signatures, max: SignedParameters.maximumSignatures))
        try verify(readable.value, says: try signed.proposal().json, at: "$.proposal")
        // What is left: members in another order.
        try verify(root.value, says: try json(signed), at: "$")
        return signed
    }

    private static func verify(_ got: JSON, says expected: JSON, at path: String) throws(GovernanceError) {
        guard got != expected else { return }
        guard case .object(let wanted) = expected, case .object(let found) = got, wanted.keys == found.keys,
            let first = wanted.members.first(where: { $0.value != found[$0.key] }), let other = found[first.key]
        else { throw .readableDiffers(path: path, expected: bounded(expected), got: bounded(got)) }
        throw .readableDiffers(path: "\(path).\(excerpt(first.key))", expected: bounded(first.value), got: bounded(other))
    }

    private static func bounded(_ json: JSON) -> String { excerpt(json.printed(), limit: 200) }
}
