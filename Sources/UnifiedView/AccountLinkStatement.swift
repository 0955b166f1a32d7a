public import ChainIdentity
public import CollateralState
public import Encoding
import Signatures

/// What two accounts say about each other: a text that a person can read in a wallet before signing it.
///
///     plimsoll/account-link/v1
///     network: mainnet
///     account: eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
///     account: solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv
///     number: 1
///     action: link
///
/// Six lines, a line feed between them and none at the end; accounts ascending, each in its chain's canonical spelling. The text is
/// the only form: what is parsed must print the same.
public struct AccountLinkStatement: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case link
        case unlink
    }

    public static let domain = "plimsoll/account-link/v1"
    /// Domain, network, two accounts, number and action at their longest.
    public static let maximumBytes = 512

    public let network: NetworkName
    /// The lower of the two accounts.
    public let first: AccountID
    public let second: AccountID
    /// Of two statements about a pair, the one with the higher number holds.
    public let number: UInt64
    public let action: Action
    public let text: String

    /// - Throws: `identity` when an address is not one of its chain, `malformedLink` when both accounts are the same or the number is 0.
    public init(
        network: NetworkName, _ one: AccountID, _ other: AccountID, number: UInt64, action: Action
    ) throws(UnifiedViewError) {
        let accounts = try [one.canonical(), other.canonical()].sorted()
        guard accounts[0] != accounts[1] else { throw .malformedLink(expected: "two different accounts", got: "\(accounts[0]) twice") }
        guard number >= 1 else { throw .malformedLink(expected: "a number from 1 on", got: "0") }
        self.network = network
        (first, second) = (accounts[0], accounts[1])
        self.number = number
        self.action = action
        text = """
            \(Self.domain)
            network: \(network)
            account: \(accounts[0])
            account: \(accounts[1])
            number: \(number)
            action: \(action.rawValue)
            """
    }

    public init(parsing text: String) throws(UnifiedViewError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .malformedLink(expected: "a statement of at most \(Self.maximumBytes) bytes", got: "\(text.utf8.count)")
        }
        var lines = Lines(text)
        try lines.expect(Self.domain)
        let network = try lines.value(of: "network")
        let accounts = try [lines.account(), lines.account()]
        let number = try lines.value(of: "number")
        let action = try lines.value(of: "action")
        guard let network = NetworkName(network) else { throw .malformedLink(expected: "a network name", got: network) }
        guard let number = UInt64(number) else { throw .malformedLink(expected: "a whole number below 2^64", got: number) }
        guard let action = Action(rawValue: action) else { throw .malformedLink(expected: "link or unlink", got: action) }
        try self.init(network: network, accounts[0], accounts[1], number: number, action: action)
        guard Array(self.text.utf8) == Array(text.utf8) else {
            throw .malformedLink(expected: "the canonical statement:\n\(self.text)", got: text)
        }
    }

    /// SHA-256("plimsoll/account-link/v1" 0x00 || text): names the statement. What is signed is the text.
    public var digest: Digest { SHA256.hash(tag: .accountLink, Array(text.utf8)) }

    public func names(_ account: AccountID) -> Bool { account == first || account == second }
}

/// The lines of a statement, read one after the other.
private struct Lines {
    private var rest: ArraySlice<Substring>

    init(_ text: String) {
        rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    }

    mutating func expect(_ line: String) throws(UnifiedViewError) {
        let got = rest.popFirst() ?? ""
        guard got == line else { throw .malformedLink(expected: "the line '\(line)'", got: "'\(got.prefix(80))'") }
    }

    mutating func value(of name: String) throws(UnifiedViewError) -> String {
        let got = rest.popFirst() ?? ""
        guard got.hasPrefix("\(name): ") else { throw .malformedLink(expected: "a line '\(name): ...'", got: "'\(got.prefix(80))'") }
        return String(got.dropFirst(name.count + 2))
    }

    mutating func account() throws(UnifiedViewError) -> AccountID {
        let text = try value(of: "account")
        return try identifying { () throws(ChainIdentityError) in try AccountID(parsing: text) }
    }
}
