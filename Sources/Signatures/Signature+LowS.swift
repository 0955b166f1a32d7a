/// High and low s, for signatures made elsewhere.
extension Signature {
    /// The form with the low s of an ECDSA signature: itself, or its twin (r, n - s), which verifies alike.
    ///
    /// For formats whose signers leave s as it comes. Only where nothing is named by the signature's bytes: there, two spellings of one
    /// signature would be two names.
    /// - Throws: `SignatureError.wrongScheme` for Ed25519, `.scalarOutOfRange` when r or s is not in 1 ... n-1.
    public func lowS(_ scheme: SignatureScheme) throws(SignatureError) -> Signature {
        guard let curve = scheme.curve else { throw .wrongScheme(expected: .p256, got: scheme) }
        let (r, s) = scalars
        guard r > .zero, r < curve.order else { throw .scalarOutOfRange("r", scheme) }
        guard s > .zero, s < curve.order else { throw .scalarOutOfRange("s", scheme) }
        return lowS(on: curve)
    }
}
