import ChainIdentity
import CollateralState
import Encoding
import Quorum
import Signatures
import TestVectors

@testable import UnifiedView

/// One thing a node can be given.
enum MergeItem: Sendable {
    case message(CertifiedMessage)
    case heartbeat(Heartbeat)
    case setChange(AttesterSetChange)
    case link(AccountLink)
}

/// All that could ever be said in one small world: two streams whose messages fork, lie and are certified more than once, heartbeats,
/// set changes and links. Cases are made of parts of it, so that signatures are made once.
struct MergeWorld {
    let streams: [SampleStream]
    private(set) var items: [MergeItem] = []
    /// What each message's changes lead to, and how it lies.
    private(set) var samples: [Digest: SampleMessage] = [:]

    init(_ random: inout SeededGenerator) throws {
        streams = try (0..<2).map { try SampleStream($0, changesSetAt: .random(in: 2...9, using: &random)) }
        for stream in streams {
            let messages = try Self.messages(of: stream, &random)
            for message in messages { samples[message.header.digest] = message }
            items += messages.map { .message($0.certified) }
            items += try Self.otherCertificates(of: messages, stream, &random)
            items += try Self.heartbeats(stream, messages, &random).map { .heartbeat($0) }
            if Int.random(in: 0..<3, using: &random) == 0 { items.append(.setChange(stream.change)) }
        }
        // Links have a law test of their own; here they only have to travel with the rest, and verifying them is slow.
        guard Int.random(in: 0..<4, using: &random) == 0 else { return }
        items += LinkPool.links.shuffled(using: &random).prefix(2).map { .link($0) }
    }

    /// A tree of messages: mostly one line, sometimes forks, lies, and messages by the set that should have gone.
    private static func messages(of stream: SampleStream, _ random: inout SeededGenerator) throws -> [SampleMessage] {
        var made: [SampleMessage] = []
        let isHonest = Int.random(in: 0..<3, using: &random) == 0
        for index in 0..<Int.random(in: 3...9, using: &random) {
            let goesAstray = !isHonest && Int.random(in: 0..<5, using: &random) == 0
            let parent = goesAstray ? made.randomElement(using: &random) : made.last
            let lies = !isHonest && Int.random(in: 0..<8, using: &random) == 0
            let flaw = lies ? [SampleMessage.Flaw.root, .count, .time, .finality].randomElement(using: &random) : nil
            let keepsOldSet = !isHonest && Int.random(in: 0..<6, using: &random) == 0
            let changes = [Int.random(in: 0..<4, using: &random): index + 1, Int.random(in: 4..<8, using: &random): index + 1]
            made.append(
                try stream.message(
                    after: parent, changes, salt: UInt8(index), flaw: flaw, history: keepsOldSet ? stream.genesisHistory : nil))
        }
        return made
    }

    private static func otherCertificates(
        of messages: [SampleMessage], _ stream: SampleStream, _ random: inout SeededGenerator
    ) throws -> [MergeItem] {
        try messages.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.map { message in
            let history = message.header.attesterSet == 0 ? try stream.genesisHistory : stream.fullHistory
            let signers = message.header.attesterSet == 0 ? [1, 2] : [1, 2, 3]
            return .message(try stream.certify(message.certified.message, signers: signers, evidence: .stateProved, history))
        }
    }

    private static func heartbeats(
        _ stream: SampleStream, _ messages: [SampleMessage], _ random: inout SeededGenerator
    ) throws -> [Heartbeat] {
        let digests = [Digest.zero] + messages.map(\.header.digest)
        return try (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let last = Bool.random(using: &random) ? digests[digests.count - 1] : digests.randomElement(using: &random) ?? .zero
            return try stream.heartbeat(
                .random(in: 0..<3, using: &random), last: last, height: .random(in: 90...260, using: &random),
                time: .random(in: 90_000...260_000, using: &random), salt: .random(in: 0...1, using: &random))
        }
    }
}

/// Links among four accounts that sign with Ed25519, made once.
enum LinkPool {
    static let keys: [PrivateKey] = try! (1...4).map {
        try PrivateKey(scheme: .ed25519, rawSecret: [UInt8](repeating: UInt8(100 + $0), count: 32))
    }
    static let accounts: [AccountID] = keys.map {
        try! AccountID(chain: ChainID(parsing: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"), key: AccountKey($0.publicKey.raw))
    }

    static func link(_ one: Int, _ other: Int, number: UInt64, _ action: AccountLinkStatement.Action, signers: [Int]) throws -> AccountLink {
        let statement = try AccountLinkStatement(
            network: SampleStream.network, accounts[one], accounts[other], number: number, action: action)
        return try AccountLink(
            statement: statement, signatures: try signers.map { try statement.signed(by: accounts[$0], with: keys[$0]) })
    }

    static let links: [AccountLink] = try! [(0, 1), (1, 2), (2, 3)].flatMap { pair in
        try (1...2).flatMap { number in
            [
                try link(pair.0, pair.1, number: number, .link, signers: [pair.0, pair.1]),
                try link(pair.0, pair.1, number: number, .unlink, signers: [pair.0]),
                try link(pair.1, pair.0, number: number, .unlink, signers: [pair.1]),
            ]
        }
    }
}
