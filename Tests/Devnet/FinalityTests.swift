import Devnet
import Encoding
import Quantities
import Testing

@Suite("Finality of the development chain")
struct FinalityTests {
    private func tags(_ client: inout ChainClient, source: Int = 0) throws -> [UInt64] {
        try ["earliest", "finalized", "safe", "latest"].map { try ChainClient.number(client.block(.string($0), source: source)["number"]) }
    }

    @Test("safe and finalized stand behind the head by their lags")
    func lags() throws {
        var client = ChainClient(lag: FinalityLag(safe: 2, finalized: 5))
        #expect(try tags(&client) == [0, 0, 0, 0])
        _ = try client.call("dev_mine", [4])
        #expect(try tags(&client) == [0, 0, 2, 4])
        _ = try client.call("dev_mine", [6])
        #expect(try tags(&client) == [0, 5, 8, 10])
    }

    @Test("a larger lag never takes finality back, a smaller one takes it forward at once")
    func lagChanges() throws {
        var client = ChainClient(lag: FinalityLag(safe: 1, finalized: 2))
        _ = try client.call("dev_mine", [10])
        _ = try client.call("dev_setFinality", ["safe": 6, "finalized": 8])
        #expect(try tags(&client) == [0, 8, 9, 10])
        _ = try client.call("dev_mine", [5])
        #expect(try tags(&client) == [0, 8, 9, 15])
        _ = try client.call("dev_setFinality", ["safe": 0, "finalized": 0])
        #expect(try tags(&client) == [0, 15, 15, 15])
    }

    @Test("a source that lags has seen as much less become final")
    func laggingSource() throws {
        var client = ChainClient(lag: FinalityLag(safe: 2, finalized: 5), sources: 2)
        _ = try client.call("dev_mine", [20])
        _ = try client.call("dev_fault", ["source": 1, "kind": "lag", "blocks": 3])
        #expect(try tags(&client, source: 1) == [0, 12, 15, 17])
        #expect(try tags(&client, source: 0) == [0, 15, 18, 20])
    }
}
