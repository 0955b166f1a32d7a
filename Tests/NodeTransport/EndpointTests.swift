import NodeTransport
import Testing

@Suite("Addresses of sources and peers")
struct EndpointTests {
    static let good: [(text: String, url: String, shown: String)] = [
        ("http://127.0.0.1:8545", "http://127.0.0.1:8545", "http://127.0.0.1:8545"),
        ("https://rpc.example.org/", "https://rpc.example.org", "https://rpc.example.org"),
        ("https://rpc.example.org/v3/0123abcd", "https://rpc.example.org/v3/0123abcd", "https://rpc.example.org"),
        ("https://user:secret@rpc.example.org/x", "https://user:secret@rpc.example.org/x", "https://rpc.example.org"),
    ]

    @Test("what may be secret in an address is not shown", arguments: good.indices)
    func shown(_ index: Int) throws {
        let (text, url, shown) = Self.good[index]
        let endpoint = try Endpoint(parsing: text)
        #expect(endpoint.url == url)
        #expect(endpoint.description == shown)
    }

    static let bad = [
        "", "rpc.example.org", "ftp://rpc.example.org", "http://", "https:///path", "http://a b", "http://a\u{0}", "http://ä.example",
        "http://" + String(repeating: "a", count: 2_048), "HTTP://rpc.example.org",
    ]

    @Test("anything but http and https is refused, and the error does not repeat more than a little of it", arguments: bad)
    func refused(_ text: String) throws {
        #expect { try Endpoint(parsing: text) } throws: {
            guard case .badURL? = $0 as? NodeTransportError else { return false }
            return "\($0)".utf8.count < 200
        }
    }
}
