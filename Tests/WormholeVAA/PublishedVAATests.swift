import Encoding
import Signatures
import TestVectors
import Testing
import WormholeVAA

@Suite("Published VAAs", .enabled(if: VectorSet("wormhole_vaa").isPresent))
struct PublishedVAATests {
    static let vectors = VectorSet("wormhole_vaa")

    @Test("every VAA is accepted, or refused for its own reason", arguments: vectors.files().filter { $0 != "guardian_sets.json" })
    func file(_ name: String) throws {
        let networks = try Networks(Self.vectors)
        var found = 0, accepted = 0, refused = 0
        for vector in try Self.vectors.node(name).array(max: 100_000) {
            found += 1
            let label = try vector["name"].string()
            let vaa = try vector["vaa"].hexBytes()
            let network = try vector["guardianSets"].string()
            let result = Result { () throws(WormholeVAAError) in try networks.verify(vaa, on: network) }
            if try vector["valid"].bool() {
                let verified = try result.get()
                #expect(verified.digest == (try vector["digest"].digest()), "\(label)")
                #expect(verified.signers.count >= verified.quorum)
                accepted += 1
            } else {
                let reason = try vector["reason"].string()
                guard case .failure(let error) = result else { throw Unexpected.accepted(label) }
                #expect(Reason.matches(error, reason), "\(label): \(reason): \(error)")
                refused += 1
            }
            if vector.value["digest"] != nil { try expectFields(vector, vaa) }
        }
        print("wormhole_vaa \(name): \(found) found and run, \(accepted) accepted, \(refused) refused")
        #expect(found == accepted + refused && found > 0)
    }

    /// The parsed fields, where the VAA can be parsed; another version is told by its error.
    private func expectFields(_ vector: JSONNode, _ bytes: Bytes) throws {
        let vaa: VAA
        do { vaa = try VAA(parsing: bytes) } catch .unsupportedVersion { return }
        #expect(UInt64(vaa.guardianSetIndex) == (try vector["guardianSetIndex"].uint64()))
        #expect(vaa.signatures.count == (try vector["signatures"].integer(in: 0...255)))
        #expect(UInt64(vaa.body.timestamp) == (try vector["timestamp"].uint64()))
        #expect(UInt64(vaa.body.nonce) == (try vector["nonce"].uint64()))
        #expect(UInt64(vaa.body.emitter.chain) == (try vector["emitterChain"].uint64()))
        #expect(vaa.body.emitter.address == (try vector["emitterAddress"].digest()))
        #expect(String(vaa.body.sequence) == (try vector["sequence"].string()))
        #expect(UInt64(vaa.body.consistencyLevel) == (try vector["consistencyLevel"].uint64()))
        #expect(vaa.body.payload == (try vector["payload"].hexBytes()))
        #expect(Keccak256.hash(vaa.body.encoded) == (try vector["bodyHash"].digest()))
        #expect(vaa.digest == (try vector["digest"].digest()))
    }

    static let hasUpgrades = vectors.contains(Networks.table)

    @Test("the published upgrades lead from set 0 to exactly the published sets", .enabled(if: hasUpgrades))
    func upgrades() throws {
        let networks = try Networks(Self.vectors)
        let mainnet = try #require(networks.histories["mainnet"]?[0])
        for set in try #require(networks.sets["mainnet"]) { #expect(mainnet[set.index] == set, "set \(set.index)") }
        print("wormhole_vaa guardianSetVAAs.csv: \(networks.upgrades.count) upgrades found and run, sets \(mainnet.known)")
        #expect(mainnet.known == 0...UInt32(networks.upgrades.count))
    }

    @Test("an upgrade left out, repeated or taken early does not lead on", .enabled(if: hasUpgrades))
    func upgradesOutOfOrder() throws {
        let networks = try Networks(Self.vectors)
        let sets = try #require(networks.sets["mainnet"])
        let genesis = GuardianSetHistory(genesis: try #require(sets.first))
        let upgrades = networks.upgrades
        #expect(throws: WormholeVAAError.notByCurrentSet(expected: 0, got: 1)) {
            try genesis.applying(upgrade: upgrades[1], replacedSetExpires: .neverUnsafe)
        }
        let second = try genesis.applying(upgrade: upgrades[0], replacedSetExpires: .neverUnsafe)
        #expect(throws: WormholeVAAError.notByCurrentSet(expected: 1, got: 0)) {
            try second.applying(upgrade: upgrades[0], replacedSetExpires: .neverUnsafe)
        }
    }

    @Test("a replaced set signs until its last second, the current one for ever", .enabled(if: hasUpgrades))
    func expiry() throws {
        let networks = try Networks(Self.vectors)
        let genesis = try #require(networks.sets["mainnet"]?.first)
        let first = networks.upgrades[0]
        let history = try GuardianSetHistory(genesis: genesis).applying(upgrade: first, replacedSetExpires: .at(1_000))
        #expect(try history.verify(first, now: 1_000).guardianSetIndex == 0)
        #expect(throws: WormholeVAAError.setExpired(index: 0, expiry: 1_000, now: 1_001)) { try history.verify(first, now: 1_001) }
        #expect(try history.verify(networks.upgrades[1], now: .max).guardianSetIndex == 1)
    }
}

private enum Unexpected: Error { case accepted(String) }

/// The words of the vectors and the error each means.
private enum Reason {
    static func matches(_ error: WormholeVAAError, _ reason: String) -> Bool {
        switch error {
        case .unsupportedVersion: reason == "version"
        case .malformed(.truncated): reason.hasPrefix("parse: ")
        case .unknownSet: reason == "unknown guardian set index"
        case .noQuorum: reason == "no quorum"
        case .indicesNotAscending: reason == "signer indices not strictly increasing"
        case .indexOutOfRange: reason == "guardian index out of range"
        case .wrongGuardian(let index, _, _), .unrecoverableSignature(let index, _):
            reason == "signature \(index) does not recover to guardian"
        default: false
        }
    }
}

/// The guardian sets of the vectors, each as a history: the main network's grown from its first set.
private struct Networks {
    static let table = "guardianSetVAAs.csv"
    let sets: [String: [GuardianSet]]
    let upgrades: [Bytes]
    /// By network and pinned set.
    let histories: [String: [UInt32: GuardianSetHistory]]

    init(_ vectors: VectorSet) throws {
        var sets: [String: [GuardianSet]] = [:]
        for network in try vectors.node("guardian_sets.json").object().members {
            sets[network.key] = try JSONNode(network.value).object().members.map { member in
                let guardians = try JSONNode(member.value).array(max: 255).map { try EthereumAddress(bytes: $0.hexBytes()) }
                return try GuardianSet(index: try #require(UInt32(member.key)), guardians: guardians)
            }.sorted { $0.index < $1.index }
        }
        let table = vectors.contains(Self.table) ? String(decoding: try vectors.bytes(Self.table), as: UTF8.self) : ""
        upgrades = try table.split(whereSeparator: \.isNewline).map { try Hex.decode(String(try #require($0.split(separator: ",").last))) }
        var histories = sets.mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.index, GuardianSetHistory(genesis: $0)) }) }
        if let genesis = histories["mainnet"]?[0], !upgrades.isEmpty {
            histories["mainnet"] = [0: try upgrades.reduce(genesis) { try $0.applying(upgrade: $1, replacedSetExpires: .neverUnsafe) }]
        }
        (self.sets, self.histories) = (sets, histories)
    }

    /// By the history pinned at the set the VAA names, or the network's first.
    func verify(_ bytes: Bytes, on network: String) throws(WormholeVAAError) -> VerifiedVAA {
        let vaa = try VAA(parsing: bytes)
        let known = histories[network] ?? [:]
        guard let history = known[vaa.guardianSetIndex] ?? known.min(by: { $0.key < $1.key })?.value else {
            throw .unknownSet(index: vaa.guardianSetIndex, known: 0...0)
        }
        return try history.verify(bytes, now: 1_800_000_000)
    }
}
