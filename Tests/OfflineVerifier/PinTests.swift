import Encoding
import OfflineVerifier
import Testing

@Suite("What a verifier trusts")
struct PinTests {
    private func parse(_ text: String) throws -> Pins { try PinsFile.parse(Bytes(text.utf8)) }

    private func label(_ text: String) -> String? {
        do { _ = try parse(text) } catch { return (error as? OfflineVerifierError)?.shortDescription ?? "\(error)" }
        return nil
    }

    @Test("a file of neither format, with unknown members or with pins that are none, is refused", arguments: [
        (#"{"format": "plimsoll/proof/v1"}"#, "unknown-format"),
        (#"{"format": "plimsoll/pins/v1", "colour": 1}"#, "encoding"),
        (#"{"format": "plimsoll/pins/v1", "ethereum": {"blockHashes": ["0x12"]}}"#, "encoding"),
        (#"{"format": "plimsoll/pins/v1", "ethereum": {"blockHashes": ["zz"]}}"#, "encoding"),
        (#"{"format": "plimsoll/pins/v1", "trees": [{"root": "00", "spec": "iavl"}]}"#, "encoding"),
        (#"{"format": "plimsoll/pins/v1", "trees": [{"root": "\#(String(repeating: "0", count: 64))", "spec": "oak"}]}"#, "out-of-range"),
        (#"{"format": "plimsoll/pins/v1", "wormhole": {"index": 0, "guardians": []}}"#, "empty-set"),
        (#"{"format": "plimsoll/pins/v1", "wormhole": {"index": 0, "guardians": ["x"]}}"#, "out-of-range"),
        ("", "encoding"), ("{", "encoding"),
    ])
    func refused(text: String, expected: String) {
        #expect(label(text) == expected)
    }

    @Test("a kind for which nothing is pinned has no verdict")
    func nothingPinned() throws {
        let nothing = ProofVerifier(pins: Pins(), now: nil)
        for kind in ProofKind.allCases {
            let error = #expect(throws: OfflineVerifierError.self) { try nothing.verify([1, 2, 3], as: kind) }
            #expect(error?.shortDescription == "nothing-pinned")
        }
        #expect(throws: OfflineVerifierError.unrecognized) { try nothing.verify([1, 2, 3]) }
    }
}
