import Encoding

extension LeafOp {
    /// Verifies that this is the leaf operation of a specification; only the prefix may be longer than the specified one.
    ///
    /// - Throws: `CommitmentProofError.wrongLeafOperation` or `.wrongLeafPrefix`.
    public func verify(against expected: LeafOp) throws(CommitmentProofError) {
        try verify("hash", expected.hash, hash)
        try verify("key prehash", expected.prehashKey, prehashKey)
        try verify("value prehash", expected.prehashValue, prehashValue)
        guard length == expected.length else {
            throw .wrongLeafOperation(field: "length", expected: "\(expected.length)", got: "\(length)")
        }
        guard prefix.starts(with: expected.prefix) else { throw .wrongLeafPrefix(expected: expected.prefix, got: prefix) }
    }

    private func verify(_ field: String, _ expected: HashOperation, _ got: HashOperation) throws(CommitmentProofError) {
        guard expected == got else { throw .wrongLeafOperation(field: field, expected: "\(expected)", got: "\(got)") }
    }
}

extension InnerOp {
    /// Verifies that a tree of `spec` can have this inner node.
    ///
    /// - Parameter layer: 1 for the leaf's parent.
    ///
    /// The bounds are what keeps an attacker from hiding a forged leaf in the prefix or suffix of an inner operation.
    public func verify(against spec: ProofSpec, layer: Int) throws(CommitmentProofError) {
        guard hash == spec.inner.hash else { throw .wrongInnerHash(layer: layer, expected: spec.inner.hash, got: hash) }
        if spec.hasIAVLPrefixes { try IAVLPrefix.verifyInner(prefix, layer: layer) }
        guard !prefix.starts(with: spec.leaf.prefix) else { throw .innerLooksLikeLeaf(layer: layer) }
        let shortest = spec.inner.prefixLength.lowerBound
        let longest = spec.inner.prefixLength.upperBound + spec.inner.childSize
        guard prefix.count >= shortest else { throw .innerPrefixTooShort(layer: layer, minimum: shortest, got: prefix.count) }
        guard prefix.count <= longest else { throw .innerPrefixTooLong(layer: layer, maximum: longest, got: prefix.count) }
        guard suffix.isEmpty || suffix.count == spec.inner.childSize else {
            throw .wrongInnerSuffix(layer: layer, childSize: spec.inner.childSize, got: suffix.count)
        }
    }
}

/// The prefixes of IAVL nodes: height, size and version as zigzag varints, none negative; before an inner node's child its length byte.
///
/// Source: cosmos/iavl `node.go`, `writeHashBytes`.
enum IAVLPrefix {
    static func verifyLeaf(_ prefix: Bytes) throws(CommitmentProofError) {
        let rest = try rest(of: prefix, layer: 0)
        guard rest == 0 else { throw .wrongIAVLPrefix(layer: 0, rule: "\(rest) bytes follow height, size and version") }
    }

    static func verifyInner(_ prefix: Bytes, layer: Int) throws(CommitmentProofError) {
        let rest = try rest(of: prefix, layer: layer)
        // The length byte of the child alone, or a whole left sibling (length byte and 32 bytes) and the child's length byte.
        guard rest == 1 || rest == 34 else {
            throw .wrongIAVLPrefix(layer: layer, rule: "1 or 34 bytes must follow height, size and version, got \(rest)")
        }
    }

    /// How many bytes follow the three numbers.
    private static func rest(of prefix: Bytes, layer: Int) throws(CommitmentProofError) -> Int {
        var bytes = prefix[...]
        let height = try number(&bytes, layer: layer)
        _ = try number(&bytes, layer: layer)
        _ = try number(&bytes, layer: layer)
        guard height >= layer else { throw .wrongIAVLPrefix(layer: layer, rule: "height \(height) is below the layer") }
        return bytes.count
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>, layer: Int) throws(CommitmentProofError) -> Int64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { throw .wrongIAVLPrefix(layer: layer, rule: "it ends within a number") }
            let group = UInt64(byte & 0x7f)
            guard (group << shift) >> shift == group else { break }
            value |= group << shift
            guard byte & 0x80 == 0 else { continue }
            guard value & 1 == 0 else { throw .wrongIAVLPrefix(layer: layer, rule: "a number is negative") }
            return Int64(value >> 1)
        }
        throw .wrongIAVLPrefix(layer: layer, rule: "a number has more than 64 bits")
    }
}
