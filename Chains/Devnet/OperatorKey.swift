internal import Encoding
internal import Quantities
internal import Signatures

/// The key that signs every transaction of a development chain: the secret 1, which everybody knows.
///
/// Transactions have to carry a signature that recovers to their sender, and the same actions have to give the same chain; OpenSSL
/// draws the nonce of an ECDSA signature at random. With the secret 1 and the nonce 1 the signature (SEC 1 section 4.1.3) is
/// `r = x(G)`, `s = hash + r mod n`: one addition. A fixed nonce gives the secret away, and here there is none to give.
enum OperatorKey {
    struct RecoverableSignature: Hashable, Sendable {
        let r: UInt256
        /// Never above n/2 (EIP-2).
        let s: UInt256
        let yParity: UInt8
    }

    /// The address of the secret 1, as every wallet derives it: 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf.
    static let address: EthereumAddress = {
        let bytes: Bytes = [
            0x7e, 0x5f, 0x45, 0x52, 0x09, 0x1a, 0x69, 0x12, 0x5d, 0x5d, 0xfc, 0xb7, 0xb8, 0xc2, 0x65, 0x90, 0x29, 0x39, 0x5b, 0xdf,
        ]
        do { return try EthereumAddress(bytes: bytes) } catch { preconditionFailure("20 bytes are written above: \(error)") }
    }()

    // SEC 2 section 2.4.1: the order of secp256k1 and the x of its base point, whose y is even.
    static let order = join(0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe, 0xbaae_dce6_af48_a03b_bfd2_5e8c_d036_4141)
    static let basePointX = join(0x79be_667e_f9dc_bbac_55a0_6295_ce87_0b07, 0x029b_fcdb_2dce_28d9_59f2_815b_16f8_1798)
    private static let halfOrder = join(0x7fff_ffff_ffff_ffff_ffff_ffff_ffff_ffff, 0x5d57_6e73_57a4_501d_dfe9_2f46_681b_20a0)

    static func sign(_ digest: Digest) -> RecoverableSignature {
        let bytes = digest.bytes
        let hash = join(word(bytes.prefix(16)), word(bytes.suffix(16)))
        let s = sum(reduced(hash), basePointX)
        guard s > halfOrder else { return RecoverableSignature(r: basePointX, s: s, yParity: 0) }
        return RecoverableSignature(r: basePointX, s: difference(order, s), yParity: 1)
    }

    private static func reduced(_ value: UInt256) -> UInt256 {
        value < order ? value : difference(value, order)
    }

    /// The sum of two numbers below the order, modulo the order.
    private static func sum(_ left: UInt256, _ right: UInt256) -> UInt256 {
        let room = difference(order, right)
        return left < room ? left.addingReportingOverflow(right).partialValue : difference(left, room)
    }

    /// `left - right`, where `right` is known not to be larger.
    private static func difference(_ left: UInt256, _ right: UInt256) -> UInt256 {
        left.subtractingReportingOverflow(right).partialValue
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func join(_ high: UInt128, _ low: UInt128) -> UInt256 {
        let half = UInt256(UInt128(1) << 64).multipliedReportingOverflow(by: UInt256(UInt128(1) << 64)).partialValue
        return UInt256(high).multipliedReportingOverflow(by: half).partialValue.addingReportingOverflow(UInt256(low)).partialValue
    }
}
