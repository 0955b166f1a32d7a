import COpenSSL
import Encoding

/// A point that was checked to lie on its curve, in the encodings of SEC 1 section 2.3.3. Never the point at infinity.
struct CurvePoint: Sendable {
    static let compressedByteCount = 33
    static let uncompressedByteCount = 65

    let curve: Curve
    /// 0x02 or 0x03 by the parity of y, then x.
    let compressed: Bytes
    /// 0x04, x, y.
    let uncompressed: Bytes

    /// - Parameter encoded: 33 bytes from 0x02 or 0x03, or 65 from 0x04; the hybrid form is refused.
    /// - Throws: `SignatureError.wrongLength`, `.unknownPointForm` or `.pointNotOnCurve`, the last also for a coordinate that is not
    ///   below the field's prime.
    init(_ encoded: Bytes, on curve: Curve) throws(SignatureError) {
        switch encoded.first {
        case 0x02, 0x03: try Self.expect(Self.compressedByteCount, encoded.count)
        case 0x04: try Self.expect(Self.uncompressedByteCount, encoded.count)
        case let form: throw .unknownPointForm(got: form)
        }
        let point = try Self.newPoint(on: curve)
        defer { EC_POINT_free(point) }
        guard EC_POINT_oct2point(curve.group, point, encoded, encoded.count, nil) == 1 else {
            ERR_clear_error()
            throw .pointNotOnCurve(curve.scheme)
        }
        try self.init(point, on: curve)
    }

    /// Reads a point that OpenSSL computed.
    init(_ point: OpaquePointer, on curve: Curve) throws(SignatureError) {
        self.curve = curve
        compressed = try Self.encode(point, POINT_CONVERSION_COMPRESSED, Self.compressedByteCount, curve)
        uncompressed = try Self.encode(point, POINT_CONVERSION_UNCOMPRESSED, Self.uncompressedByteCount, curve)
    }

    static func newPoint(on curve: Curve) throws(SignatureError) -> OpaquePointer {
        guard let group = curve.group, let point = EC_POINT_new(group) else { throw .library("EC_POINT_new on \(curve.name)") }
        return point
    }

    private static func encode(
        _ point: OpaquePointer, _ form: point_conversion_form_t, _ byteCount: Int, _ curve: Curve
    ) throws(SignatureError) -> Bytes {
        var bytes = Bytes(repeating: 0, count: byteCount)
        // The point at infinity has an encoding of one byte.
        guard EC_POINT_point2oct(curve.group, point, form, &bytes, byteCount, nil) == byteCount else {
            ERR_clear_error()
            throw .pointNotOnCurve(curve.scheme)
        }
        return bytes
    }

    private static func expect(_ expected: Int, _ got: Int) throws(SignatureError) {
        guard expected == got else { throw .wrongLength("curve point", expected: expected, got: got) }
    }
}
