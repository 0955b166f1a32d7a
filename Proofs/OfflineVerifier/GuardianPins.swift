import Encoding
import Signatures
import WormholeVAA

/// Reads a pinned guardian set and the upgrades that lead on from it.
enum GuardianPins {
    /// `index` and `guardians` (addresses); optionally `upgrades`: [`vaa` in hexadecimal digits or base 64, and `replacedSetExpires`,
    /// seconds since 1970, or null: the replaced set stays good for old messages].
    static func parse(_ node: JSONNode) throws(OfflineVerifierError) -> GuardianSetHistory {
        let (index, texts) = try encoding { () throws(EncodingError) in
            try node.object(allowing: ["index", "guardians", "upgrades"])
            let texts = try node["guardians"].array(max: GuardianSet.maximumCount).map { (element) throws(EncodingError) in try element.string(max: 42) }
            return (try node["index"].integer(in: 0...Int(UInt32.max)), texts)
        }
        let guardians = try texts.map { (text) throws(OfflineVerifierError) in
            do { return try EthereumAddress(hex: text) } catch {
                throw .outOfRange(field: "\(node.path).guardians", expected: "addresses", got: excerpt(text))
            }
        }
        var history: GuardianSetHistory
        do { history = GuardianSetHistory(genesis: try GuardianSet(index: UInt32(index), guardians: guardians)) } catch { throw .vaa(error) }
        for upgrade in try PinsFile.array(node, "upgrades") { history = try applying(upgrade, to: history) }
        return history
    }

    private static func applying(_ node: JSONNode, to history: GuardianSetHistory) throws(OfflineVerifierError) -> GuardianSetHistory {
        let (text, expires) = try encoding { () throws(EncodingError) in
            try node.object(allowing: ["vaa", "replacedSetExpires"])
            return (try node["vaa"].string(max: 2 << 20), try node["replacedSetExpires"].isNull ? nil : try node["replacedSetExpires"].uint64())
        }
        guard let vaa = VAAText.bytes(of: Bytes(text.utf8)) else {
            throw .outOfRange(field: "\(node.path).vaa", expected: "a VAA in hexadecimal digits or base 64", got: excerpt(text))
        }
        do {
            return try history.applying(upgrade: vaa, replacedSetExpires: expires.map { .at($0) } ?? .neverUnsafe)
        } catch { throw .vaa(error) }
    }
}
