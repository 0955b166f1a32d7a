import ChainModel
import Encoding
import Testing

@testable import EVM

struct JSONRPCTests {
    private func replies(_ body: String, count: Int, maximum: Int = 10_000) -> [String] {
        let request = SourceRequest(source: SourceID(0), body: [], maximumAnswerBytes: maximum, label: "x")
        return JSONRPC.replies(to: SourceAnswer(request: request, outcome: .body(Array(body.utf8))), count: count).map { reply in
            switch reply {
            case .result(let node): "result \(node.value.printed())"
            case .refused(let code, _): "refused \(code.map(String.init) ?? "")"
            case .none: "none"
            case .malformed: "malformed"
            }
        }
    }

    @Test("replies of a batch belong to their calls by id, in whatever order they come")
    func order() {
        #expect(replies(#"[{"id":2,"result":"b"},{"id":1,"result":null}]"#, count: 2) == ["result null", #"result "b""#])
    }

    @Test("a call the batch does not answer is unknown")
    func missing() {
        #expect(replies(#"[{"id":2,"result":"b"}]"#, count: 3) == ["none", #"result "b""#, "none"])
    }

    @Test("an error is an error, also when it stands for a whole batch or beside a null result")
    func errors() {
        #expect(replies(#"{"id":null,"error":{"code":-32600,"message":"no batches"}}"#, count: 2) == ["refused -32600", "refused -32600"])
        #expect(replies(#"[{"id":1,"result":null,"error":{"code":3}}]"#, count: 1) == ["refused 3"])
        #expect(replies(#"{"id":1,"error":"words"}"#, count: 1) == ["refused "])
        #expect(replies(#"{"id":1,"result":5,"error":null}"#, count: 1) == ["result 5"])
    }

    @Test(
        "what is no answer to the calls is malformed, never partly used",
        arguments: [
            "", "[", "null", "5", #"{"id":2,"result":1}"#, #"{"result":1}"#, #"[{"id":1,"result":1},{"id":1,"result":1}]"#,
            #"[{"id":0,"result":1}]"#, #"[{"id":3,"result":1}]"#, #"[{"id":"1","result":1}]"#, #"[{"id":1}]"#,
            #"[{"id":1,"result":1},{"id":2,"result":1},{"id":3,"result":1}]"#, #"{"id":1,"result":1,"result":2}"#, #"{"id":1,"result":1}"#,
        ])
    func malformed(_ body: String) {
        #expect(replies(body, count: 2) == ["malformed", "malformed"])
    }

    @Test("an answer larger or deeper than is allowed is refused before it is read")
    func bounds() {
        #expect(replies(#"{"id":1,"result":"0123456789"}"#, count: 1, maximum: 20) == ["malformed"])
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(replies(#"{"id":1,"result":\#(deep)}"#, count: 1) == ["malformed"])
    }

    @Test("a missing method is told from a failing one")
    func unsupported() {
        #expect(JSONRPC.Reply.isUnsupported(code: -32_601, message: ""))
        #expect(JSONRPC.Reply.isUnsupported(code: -32_000, message: "the method eth_getBlockReceipts does not exist/is not available"))
        #expect(JSONRPC.Reply.isUnsupported(code: nil, message: "Unknown RPC Endpoint: eth_getBlockReceipts"))
        #expect(!JSONRPC.Reply.isUnsupported(code: -32_000, message: "header not found"))
        #expect(!JSONRPC.Reply.isUnsupported(code: -32_005, message: "limit exceeded"))
    }
}
