import Encoding
import Signatures

/// The governance payload that names the next guardian set.
///
///     module 32 = "Core" || action u8 = 2 || target chain u16 = 0 || set index u32 || count u8 || count x address 20
///
/// Source: Wormhole whitepaper 0002, "Governance messaging".
struct GuardianSetUpgrade {
    /// "Core", left-padded with zeroes.
    static let module = Digest { target in
        target.copyBytes(from: Bytes(repeating: 0, count: 28) + Bytes("Core".utf8))
    }
    static let action: UInt8 = 2
    /// Zero is every chain. A set for one chain would split the network.
    static let allChains: UInt16 = 0

    let set: GuardianSet

    init(_ body: VAABody) throws(WormholeVAAError) {
        guard body.emitter == .governance else { throw .notGovernance(expectedEmitter: .governance, got: body.emitter) }
        var reader = BinaryReader(body.payload)
        let (module, action, chain) = try Self.head(&reader)
        guard module == Self.module else { throw .wrongModule(expected: Self.module, got: module) }
        guard action == Self.action else { throw .wrongAction(expected: Self.action, got: action) }
        guard chain == Self.allChains else { throw .wrongTargetChain(expected: Self.allChains, got: chain) }
        set = try Self.set(&reader)
    }

    private static func head(_ reader: inout BinaryReader) throws(WormholeVAAError) -> (Digest, UInt8, UInt16) {
        do { return (try reader.digest(), try reader.u8(), try reader.u16()) } catch { throw .malformed(error) }
    }

    private static func set(_ reader: inout BinaryReader) throws(WormholeVAAError) -> GuardianSet {
        let index: UInt32
        var members: [Bytes] = []
        do {
            index = try reader.u32()
            for _ in 0..<(try reader.u8()) { members.append(try reader.raw(EthereumAddress.byteCount)) }
            try reader.finish()
        } catch {
            throw .malformed(error)
        }
        var guardians: [EthereumAddress] = []
        for member in members {
            do { guardians.append(try EthereumAddress(bytes: member)) } catch {
                throw .malformed(.wrongLength(.binary, expected: EthereumAddress.byteCount, got: member.count))
            }
        }
        return try GuardianSet(index: index, guardians: guardians)
    }
}
