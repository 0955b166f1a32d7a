public import Encoding

extension LeafOp {
    /// The hash of the leaf of `key` and `value`.
    ///
    /// - Throws: `CommitmentProofError.emptyKey`, `.emptyValue`, `.unsupportedHash`, `.unsupportedLength` or `.wrongDataLength`.
    public func apply(key: Bytes, value: Bytes) throws(CommitmentProofError) -> Bytes {
        if key.isEmpty { throw .emptyKey }
        if value.isEmpty { throw .emptyValue }
        let keyPart = try length.apply(to: prehashKey.prehash(key))
        let valuePart = try length.apply(to: prehashValue.prehash(value))
        return try hash.hash(prefix + keyPart + valuePart)
    }
}

extension InnerOp {
    /// The hash of the parent of `child`.
    ///
    /// - Throws: `CommitmentProofError.emptyChild` or `.unsupportedHash`.
    public func apply(child: Bytes) throws(CommitmentProofError) -> Bytes {
        if child.isEmpty { throw .emptyChild }
        return try hash.hash(prefix + child + suffix)
    }
}

extension LengthOperation {
    func apply(to data: Bytes) throws(CommitmentProofError) -> Bytes {
        switch self {
        case .none: return data
        case .varProto: return ProtobufWriter.varint(UInt64(data.count)) + data
        case .fixed32Big: return bytes(of: UInt32(truncatingIfNeeded: data.count).bigEndian) + data
        case .fixed32Little: return bytes(of: UInt32(truncatingIfNeeded: data.count).littleEndian) + data
        case .fixed64Big: return bytes(of: UInt64(data.count).bigEndian) + data
        case .fixed64Little: return bytes(of: UInt64(data.count).littleEndian) + data
        case .require32Bytes: return try required(32, data)
        case .require64Bytes: return try required(64, data)
        case .varRLP: throw .unsupportedLength(self)
        }
    }

    private func bytes(of number: some FixedWidthInteger) -> Bytes {
        withUnsafeBytes(of: number) { Bytes($0) }
    }

    private func required(_ count: Int, _ data: Bytes) throws(CommitmentProofError) -> Bytes {
        guard data.count == count else { throw .wrongDataLength(expected: count, got: data.count) }
        return data
    }
}
