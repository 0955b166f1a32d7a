/// The address of a source or a peer: http or https, without a trailing slash. Its description hides what may be a secret in it.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// What is dialled; may hold an API key in its path.
    public let url: String
    /// Scheme and host only: fit for logs and labels.
    public let description: String

    public init(parsing text: String) throws(NodeTransportError) {
        let rest = text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : nil
        guard let rest, let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty, text.utf8.count <= 2_048,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .badURL(String(text.prefix(80))) }
        url = text.hasSuffix("/") ? String(text.dropLast()) : text
        let withoutUser = host.split(separator: "@").last.map(String.init) ?? String(host)
        description = (text.hasPrefix("https://") ? "https://" : "http://") + withoutUser
    }
}
