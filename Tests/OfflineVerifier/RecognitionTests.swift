import Encoding
import OfflineVerifier
import Testing

@Suite("Telling proofs apart by content")
struct RecognitionTests {
    private func kind(_ text: String) -> ProofKind? { ProofKind.recognized(in: Bytes(text.utf8)) }

    @Test("JSON is told apart by its members, also inside an RPC answer")
    func json() {
        #expect(kind(#"{"format": "plimsoll/proof/v1"}"#) == .stateProof)
        #expect(kind(#"{"format": "plimsoll/margin-proof/v3"}"#) == .margin)
        #expect(kind(#"{"format": "plimsoll/margin-proof/v2"}"#) == .margin, "the verifier says which version it reads")
        #expect(kind(#"{"accountProof": []}"#) == .ethereumState)
        #expect(kind(#"{"jsonrpc": "2.0", "id": 1, "result": {"accountProof": []}}"#) == .ethereumState)
        #expect(kind(#"{"block": {}, "proof": {"accountProof": []}}"#) == .ethereumState)
        #expect(kind(#"{"key": "00", "proof": "00", "value": ""}"#) == .commitment)
        #expect(kind(#"{"signed_header": {}, "validator_set": {}}"#) == .cometBFT)
        #expect(kind(#"{"commit": {}, "validators": {}}"#) == .cometBFT)
        #expect(kind(#"{"result": {"signed_header": {}}}"#) == .cometBFT)
        #expect(kind(#"{"hello": 1}"#) == nil)
        #expect(kind("[1]") == nil)
    }

    @Test("a note by its signature lines, a VAA by its first bytes in any spelling")
    func others() {
        #expect(kind("text\n\n\u{2014} name AAAA\n") == .signedNote)
        #expect(kind("text\n\n- name AAAA\n") == nil)
        let vaa = Bytes([1, 0, 0, 0, 4, 0] + Array(repeating: 7, count: 60))
        #expect(ProofKind.recognized(in: vaa) == .vaa)
        #expect(kind(Hex.encode(vaa) + "\n") == .vaa)
        #expect(kind(Hex.encode0x(vaa)) == .vaa)
        #expect(kind(Base64.encode(vaa)) == .vaa)
        #expect(kind("\"\(Base64.encode(vaa))\"") == .vaa)
        #expect(kind("{\"vaaBytes\": \"\(Base64.encode(vaa))\"}") == .vaa)
        #expect(kind("") == nil)
        #expect(ProofKind.recognized(in: [0xff, 0xfe]) == nil)
    }
}
