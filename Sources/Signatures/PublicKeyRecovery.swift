import COpenSSL
import Encoding

/// The secp256k1 key that made a signature, computed from the signature (SEC 1 section 4.1.6).
///
/// Q = u1 G + u2 R with u1 = -e/r and u2 = s/r modulo n, where R is the point whose x is r and whose y has the parity of the recovery id.
struct PublicKeyRecovery: ~Copyable {
    private let curve = Curve.secp256k1
    /// Holds every number below; they go with it.
    private let arena: OpaquePointer

    init() throws(SignatureError) {
        guard let arena = BN_CTX_new() else { throw .library("BN_CTX_new") }
        BN_CTX_start(arena)
        self.arena = arena
    }

    deinit {
        BN_CTX_end(arena)
        BN_CTX_free(arena)
    }

    /// - Parameter recoveryID: 0 or 1. Ethereum knows no other: an r above n is as likely as a hash collision.
    /// - Throws: `SignatureError.unknownRecoveryID`, `.scalarOutOfRange`, `.highS` or `.unrecoverable`.
    func key(_ digest: Digest, _ signature: Signature, recoveryID: UInt8) throws(SignatureError) -> CurvePoint {
        guard recoveryID <= 1 else { throw .unknownRecoveryID(expected: 0...1, got: recoveryID) }
        try signature.verifyCanonical(on: curve)
        let (r, s, e) = try (number(signature.bytes.prefix(32)), number(signature.bytes.suffix(32)), number(digest.bytes[...]))
        let noncePoint = try CurvePoint.newPoint(on: curve)
        defer { EC_POINT_free(noncePoint) }
        guard EC_POINT_set_compressed_coordinates(curve.group, noncePoint, r, CInt(recoveryID), arena) == 1 else {
            ERR_clear_error()
            throw .unrecoverable
        }
        let (u1, u2) = try factors(r: r, s: s, e: e)
        guard EC_POINT_mul(curve.group, noncePoint, u1, noncePoint, u2, arena) == 1 else {
            ERR_clear_error()
            throw .library("EC_POINT_mul")
        }
        guard EC_POINT_is_at_infinity(curve.group, noncePoint) == 0 else { throw .unrecoverable }
        return try CurvePoint(noncePoint, on: curve)
    }

    private func factors(r: OpaquePointer, s: OpaquePointer, e: OpaquePointer) throws(SignatureError) -> (OpaquePointer, OpaquePointer) {
        guard let order = EC_GROUP_get0_order(curve.group), let zero = BN_CTX_get(arena),
            let inverse = BN_mod_inverse(BN_CTX_get(arena), r, order, arena), let u1 = BN_CTX_get(arena), let u2 = BN_CTX_get(arena),
            BN_mod_mul(u2, s, inverse, order, arena) == 1, BN_mod_mul(u1, e, inverse, order, arena) == 1,
            BN_mod_sub(u1, zero, u1, order, arena) == 1
        else {
            ERR_clear_error()
            throw .library("BN_mod_mul")
        }
        return (u1, u2)
    }

    private func number(_ bigEndian: ArraySlice<UInt8>) throws(SignatureError) -> OpaquePointer {
        guard let number = BN_CTX_get(arena), Bytes(bigEndian).withUnsafeBufferPointer({ BN_bin2bn($0.baseAddress, CInt($0.count), number) }) != nil
        else { throw .library("BN_bin2bn") }
        return number
    }
}
