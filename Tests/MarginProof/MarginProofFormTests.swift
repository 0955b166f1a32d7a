import CollateralState
import Encoding
import MarginProof
import Quorum
import Testing

@Suite("Margin proofs that are none")
struct MarginProofFormTests {
    private func failure(_ text: String) throws -> MarginProofFailure? {
        let trust = try TrustAnchor(network: NetworkName(parsing: "test"), streams: [], priceSources: [])
        guard case .rejected(let failure) = MarginProofVerifier(trust: trust, parameters: nil, now: nil).verify(Bytes(text.utf8)) else { return nil }
        return failure
    }

    private func file(_ changes: [String: JSON]) -> String {
        var object: JSONObject = [
            "format": .string(MarginProofFile.format), "network": "test", "members": ["eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"], "links": [],
            "proofs": .null, "heartbeats": [], "view": "", "prices": .null, "parameters": .null,
            "venues": [], "report": .null,
        ]
        for (key, value) in changes { object[key] = value }
        return JSON.object(object).printed(pretty: true) + "\n"
    }

    @Test("what is no JSON, of another format, of another network or has other members is refused as format", arguments: ["", "{", "[]", "{}", "null"])
    func noFile(text: String) throws {
        #expect(try failure(text)?.step == .format)
    }

    @Test("each member's errors are its own")
    func members() throws {
        #expect(try failure(file(["format": "plimsoll/margin-proof/v9"]))?.error.shortDescription == "unknown-format")
        #expect(try failure(file(["network": "live"]))?.error.shortDescription == "wrong-network")
        #expect(try failure(file(["more": 1]))?.step == .format)
        #expect(try failure(file(["proofs": 1]))?.step == .accounts)
        #expect(try failure(file(["members": []]))?.step == .coverage)
        #expect(try failure(file(["members": ["nobody"]]))?.step == .coverage)
        #expect(try failure(file(["members": ["eip155:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"]]))?.error.shortDescription == "out-of-range")
        #expect(try failure(file(["heartbeats": ["00"]]))?.step == .freshness)
        #expect(try failure(file(["links": [1]]))?.step == .links)
        #expect(try failure(file([:]))?.step == .view, "an empty view is none")
        #expect(try failure(file(["heartbeats": "x"]))?.step == .freshness)
    }
}
