import ChainIdentity
import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@testable import UnifiedView

@Suite("Account links")
struct AccountLinkTests {
    let wallet = try! PrivateKey(scheme: .secp256k1, rawSecret: [UInt8](repeating: 0, count: 31) + [1])
    let otherWallet = try! PrivateKey(scheme: .secp256k1, rawSecret: [UInt8](repeating: 0, count: 31) + [2])

    private func account(_ key: PrivateKey, on chain: String) throws -> AccountID {
        try AccountID(chain: ChainID(parsing: chain), key: AccountKey(EthereumAddress(publicKey: key.publicKey).bytes))
    }

    private func statement(_ action: AccountLinkStatement.Action = .link, number: UInt64 = 1) throws -> AccountLinkStatement {
        try AccountLinkStatement(
            network: SampleStream.network, account(wallet, on: "eip155:1"), LinkPool.accounts[0], number: number, action: action)
    }

    private func link(_ action: AccountLinkStatement.Action = .link, number: UInt64 = 1) throws -> AccountLink {
        let statement = try statement(action, number: number)
        return try AccountLink(
            statement: statement,
            signatures: [
                statement.signed(by: statement.first, with: wallet), statement.signed(by: statement.second, with: LinkPool.keys[0]),
            ])
    }

    @Test("the statement is the text that both sides sign, to the letter")
    func statementText() throws {
        let text = """
            plimsoll/account-link/v1
            network: test-net
            account: eip155:1:0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf
            account: solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:\(LinkPool.accounts[0].address)
            number: 1
            action: link
            """
        #expect(try statement().text == text)
        #expect(try AccountLinkStatement(parsing: text) == statement())
        #expect(try statement().digest == SHA256.hash(Array("plimsoll/account-link/v1\0\(text)".utf8)))
    }

    /// What to replace, and by what.
    static let spellings = [
        ("plimsoll/account-link/v1\n", "plimsoll/account-link/v2\n"), ("number: 1", "number: 01"), ("number: 1", "number: 0"),
        ("number: 1", "number: +1"), ("number: 1", "number: 18446744073709551616"), ("number: 1\n", ""),
        ("action: link", "action: link\n"), ("action: link", "action: Link"), ("action: link", "action: join"),
        ("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"), ("0x7E5F", "0x7e5f"),
        ("network: test-net", "network: Test"), ("network: ", "network:"), ("\n", "\r\n"),
    ]

    @Test("every other spelling of a statement is refused", arguments: spellings)
    func refusesOtherSpellings(part: String, replacement: String) throws {
        let text = try statement().text
        guard let range = text.firstRange(of: part) else { throw Unexpected() }
        var altered = text
        altered.replaceSubrange(range, with: replacement)
        #expect(throws: UnifiedViewError.self) { try AccountLinkStatement(parsing: altered) }
    }

    @Test("accounts in descending order, or one account twice, are refused")
    func refusesDisorder() throws {
        var lines = try statement().text.split(separator: "\n").map(String.init)
        lines.swapAt(2, 3)
        #expect(throws: UnifiedViewError.self) { try AccountLinkStatement(parsing: lines.joined(separator: "\n")) }
        lines[3] = lines[2]
        #expect(throws: UnifiedViewError.self) { try AccountLinkStatement(parsing: lines.joined(separator: "\n")) }
    }

    @Test("an EIP-191 signature by the one side and an Ed25519 signature by the other make a link")
    func bothSidesLink() throws {
        var links = AccountLinks(network: SampleStream.network)
        let link = try link()
        #expect(try links.insert(link) == .accepted)
        let margin = links.marginAccount(of: LinkPool.accounts[0])
        #expect(margin.members == [link.statement.first, link.statement.second])
        #expect(margin == links.marginAccount(of: link.statement.first))
        #expect(margin.id != MarginAccount(link.statement.first).id)
    }

    @Test("one wallet's accounts on two chains are linked by two signatures with one key")
    func sameKeyOnTwoChains() throws {
        let (one, other) = (try account(wallet, on: "eip155:1"), try account(wallet, on: "eip155:10"))
        let statement = try AccountLinkStatement(network: SampleStream.network, one, other, number: 1, action: .link)
        let link = try AccountLink(statement: statement, signatures: [one, other].map { try statement.signed(by: $0, with: wallet) })
        var links = AccountLinks(network: SampleStream.network)
        #expect(try links.insert(link) == .accepted)
    }

    @Test("a link needs both signatures, an unlink either one")
    func signaturesNeeded() throws {
        let whole = try link()
        for kept in whole.signatures {
            let missing = whole.signatures.first { $0.account != kept.account }?.account ?? kept.account
            let half = try AccountLink(statement: whole.statement, signatures: [kept])
            #expect(throws: UnifiedViewError.missingSignature(missing)) { try half.verify(on: SampleStream.network) }
            let unlink = try link(.unlink).signatures.filter { $0.account == kept.account }
            try AccountLink(statement: statement(.unlink), signatures: unlink).verify(on: SampleStream.network)
        }
    }

    @Test("a signature by another key, over another text, for another network or with a high s is refused, each with its own error")
    func refusesForgery() throws {
        let good = try link()
        let message = Array(good.statement.text.utf8)
        func with(_ eip155: Bytes, _ ed25519: Bytes) throws -> AccountLink {
            try AccountLink(
                statement: good.statement,
                signatures: [.init(account: good.statement.first, bytes: eip155), .init(account: good.statement.second, bytes: ed25519)])
        }
        let (mine, theirs) = (good.signatures[0].bytes, good.signatures[1].bytes)
        let stranger = try account(otherWallet, on: "eip155:1").address
        #expect(throws: UnifiedViewError.wrongLinkSigner(expected: good.statement.first, got: stranger)) {
            try with(EIP191.sign(message: message, with: otherWallet), theirs).verify(on: SampleStream.network)
        }
        #expect(throws: UnifiedViewError.invalidLinkSignature(good.statement.second, .mismatch(.ed25519))) {
            try with(mine, LinkPool.keys[1].sign(message: message).bytes).verify(on: SampleStream.network)
        }
        let order = try HighTwin.order()
        let highS = Bytes(mine[..<32]) + HighTwin.subtract(Bytes(mine[32..<64]), from: order) + [mine[64] ^ 7]
        #expect(throws: UnifiedViewError.invalidLinkSignature(good.statement.first, .highS(.secp256k1))) {
            try with(highS, theirs).verify(on: SampleStream.network)
        }
        #expect(throws: UnifiedViewError.foreignNetwork(expected: "main-net", got: "test-net")) {
            try good.verify(on: NetworkName(parsing: "main-net"))
        }
        let later = try AccountLink(statement: statement(number: 2), signatures: good.signatures)
        #expect(throws: UnifiedViewError.self) { try later.verify(on: SampleStream.network) }
    }

    @Test("accounts that cannot sign are refused by name")
    func refusesUnsupportedSigners() throws {
        let cosmos = try AccountID(chain: ChainID(parsing: "cosmos:cosmoshub-4"), key: AccountKey([UInt8](repeating: 3, count: 20)))
        let statement = try AccountLinkStatement(network: SampleStream.network, cosmos, LinkPool.accounts[0], number: 1, action: .link)
        #expect(throws: UnifiedViewError.unsupportedSigner(cosmos)) {
            try AccountLink(statement: statement, signatures: [.init(account: cosmos, bytes: Bytes(repeating: 1, count: 64))])
        }
    }

    @Test("the wire form and the file form come back as they went, and nothing else is accepted")
    func forms() throws {
        let link = try link()
        #expect(try AccountLink(parsing: link.encoded) == link)
        #expect(link.encoded.count <= AccountLink.maximumBytes)
        for length in 0..<link.encoded.count {
            #expect(throws: UnifiedViewError.self) { try AccountLink(parsing: Bytes(link.encoded.prefix(length))) }
        }
        #expect(throws: UnifiedViewError.self) { try AccountLink(parsing: link.encoded + [0]) }
        let text = link.json.printed()
        #expect(try AccountLink(parsingJSON: Array(text.utf8)) == link)
        let signature = Hex.encode(link.signatures[0].bytes)
        let alterations = [
            text.replacing("\"statement\"", with: "\"Statement\""), text.replacing(signature, with: signature.uppercased()),
            text.replacing(signature, with: "0x\(signature)"), text.replacing("{\"statement\"", with: "{\"extra\":1,\"statement\""),
        ]
        for altered in alterations { #expect(throws: UnifiedViewError.self) { try AccountLink(parsingJSON: Array(altered.utf8)) } }
        let swapped = JSON.object(["statement": .string(link.statement.text), "signatures": .array(Array(Self.signatures(link).reversed()))])
        #expect(throws: UnifiedViewError.self) { try AccountLink(json: JSONNode(swapped)) }
    }

    private static func signatures(_ link: AccountLink) -> [JSON] {
        guard case .array(let entries)? = link.json["signatures"] else { return [] }
        return entries
    }

    @Test("the highest number about a pair holds, and unlink wins between equals, in any order")
    func highestNumberHolds() throws {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let items = LinkPool.links.filter { _ in Bool.random(using: &random) }
            let views = try (0..<3).map { _ in
                var links = AccountLinks(network: SampleStream.network)
                for link in (items + items).shuffled(using: &random) { _ = try links.insert(link) }
                return links
            }
            #expect(Set(views.map(\.digest)).count == 1)
            let margins = views.map { view in LinkPool.accounts.map { view.marginAccount(of: $0) } }
            #expect(Set(margins).count == 1)
            #expect(margins[0] == Self.reference(items))
        }
    }

    /// Margin accounts straight from the words: the newest statement of each pair, then merging sets until nothing changes.
    private static func reference(_ links: [AccountLink]) -> [MarginAccount] {
        var newest: [Set<AccountID>: AccountLinkStatement] = [:]
        for statement in links.map(\.statement) {
            let pair: Set = [statement.first, statement.second]
            let rank = { (each: AccountLinkStatement) in (each.number, each.action == .unlink ? 1 : 0) }
            if newest[pair].map({ rank($0) < rank(statement) }) ?? true { newest[pair] = statement }
        }
        var groups = LinkPool.accounts.map { Set([$0]) }
        for (pair, statement) in newest where statement.action == .link {
            let joined = groups.filter { !$0.isDisjoint(with: pair) }.reduce(pair) { $0.union($1) }
            groups = groups.filter { $0.isDisjoint(with: pair) } + [joined]
        }
        return LinkPool.accounts.map { account in
            MarginAccount(account, groups.first { $0.contains(account) } ?? [])
        }
    }

    @Test("insertion says what it did: accepted, joined, known or superseded")
    func outcomes() throws {
        var links = AccountLinks(network: SampleStream.network)
        let (mine, theirs) = (LinkPool.links[1], LinkPool.links[2])
        #expect(try links.insert(mine) == .accepted)
        #expect(try links.insert(mine) == .alreadyKnown)
        guard case .joined(let both) = try links.insert(theirs) else { throw Unexpected() }
        #expect(both.signatures.count == 2)
        #expect(try links.insert(mine) == .alreadyKnown)
        #expect(try links.insert(LinkPool.links[0]) == .superseded)
        #expect(try links.insert(LinkPool.links[3]) == .accepted)
        #expect(links.marginAccount(of: LinkPool.accounts[0]).members.count == 2)
        let restored = try AccountLinks(network: SampleStream.network, restoringUnverified: links.all)
        #expect(restored == links)
    }
}

/// Just enough arithmetic to make the high twin of a signature.
private enum HighTwin {
    static func order() throws -> Bytes {
        try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
    }

    static func subtract(_ small: Bytes, from large: Bytes) -> Bytes {
        var (result, borrow) = (large, 0)
        for index in large.indices.reversed() {
            let difference = Int(large[index]) - Int(small[index]) - borrow
            result[index] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        return result
    }
}
