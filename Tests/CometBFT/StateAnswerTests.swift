import CometBFT
import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// A node's answers about its state, made from the recorded proofs of an IBC client.
@Suite(.enabled(if: VectorSet("cosmos_sdk_ibc").isPresent))
struct StateAnswerTests {
    /// What a recorded proof says, as a node would answer.
    struct Recorded {
        let state: TrustedState
        let path: [Bytes]
        let value: Bytes
        let proof: MerkleProof

        static func all() throws -> [Recorded] {
            let vectors = VectorSet("cosmos_sdk_ibc")
            return try vectors.files().filter { $0.contains("verify_") }.map { try Recorded(try vectors.node($0)) }
        }

        init(_ node: JSONNode) throws {
            let consensus = try IBCConsensusState(parsing: try node["consensus_state_hex"].hexBytes())
            let message = try node["membership_msg"]
            state = try TrustedState(pinning: consensus, chainID: "recorded", height: 38, nextValidators: nil)
            path = try message["path"].array(max: 8).map { Bytes(try $0.string().utf8) }
            value = try message["value"].hexBytes()
            proof = try MerkleProof(parsing: try message["proof"].hexBytes())
        }

        func answer(height: Int = 37, key: Bytes? = nil, types: [String] = ["ics23:iavl", "ics23:simple"], code: Int = 0) -> Bytes {
            func base64(_ bytes: Bytes) -> JSON { .string(Base64.encode(bytes)) }
            let operations = zip(types, zip(path.reversed(), proof.proofs)).map { type, operation -> JSON in
                ["type": .string(type), "key": base64(operation.0), "data": base64(operation.1.encoded)]
            }
            let response: JSON = [
                "code": .integer(code), "log": "words", "info": "", "index": "0", "key": base64(key ?? path[1]),
                "value": value.isEmpty ? .null : base64(value), "proofOps": ["ops": .array(operations)], "height": .string("\(height)"), "codespace": "",
            ]
            let whole: JSON = ["jsonrpc": "2.0", "id": 1, "result": ["response": response]]
            return Bytes(whole.printed().utf8)
        }

        func verify(_ answer: Bytes, store: String? = nil, key: Bytes? = nil) throws(CometBFTError) -> Bytes? {
            let store = store ?? String(decoding: path[0], as: UTF8.self)
            return try state.verifiedValue(try StateAnswer(parsing: answer), store: store, key: key ?? path[1])
        }
    }

    @Test("an answer is proven under the header after its height")
    func proven() throws {
        for recorded in try Recorded.all() {
            #expect(try recorded.verify(recorded.answer()) == (recorded.value.isEmpty ? nil : recorded.value))
        }
    }

    @Test("an answer about another height, store or key, with other proofs or none, is refused")
    func refused() throws {
        for recorded in try Recorded.all() {
            let honest = recorded.answer()
            #expect(throws: CometBFTError.differentHeight(expected: 37, got: 38)) { try recorded.verify(recorded.answer(height: 38)) }
            #expect(throws: CometBFTError.differentKey(expected: Bytes("bank".utf8), got: recorded.path[0])) { try recorded.verify(honest, store: "bank") }
            #expect(throws: CometBFTError.differentKey(expected: [1], got: recorded.path[1])) { try recorded.verify(honest, key: [1]) }
            #expect(throws: CometBFTError.differentKey(expected: [1], got: recorded.path[1])) { try recorded.verify(recorded.answer(key: [1])) }
            #expect(throws: CometBFTError.answeredWithError(code: 5, message: "words")) { try recorded.verify(recorded.answer(code: 5)) }
            for types in [[], ["ics23:iavl"], ["ics23:simple", "ics23:iavl"], ["ics23:iavl", "ics23:smt"]] as [[String]] {
                let error = #expect(throws: CometBFTError.self) { try recorded.verify(recorded.answer(types: types)) }
                #expect(error?.shortDescription == "malformed")
            }
        }
    }

    @Test("a recorded answer without proofs is no answer")
    func withoutProofs() throws {
        let vectors = VectorSet("cometbft_rpc")
        let files = vectors.files().filter { $0.contains("abci_query") }
        for file in files {
            let error = #expect(throws: CometBFTError.self, "\(file)") { try StateAnswer(parsing: try vectors.bytes(file)) }
            #expect(error?.shortDescription == "malformed-json", "\(file)")
        }
        print("cometbft_rpc: \(files.count) answers about state found, \(files.count) run")
    }
}
