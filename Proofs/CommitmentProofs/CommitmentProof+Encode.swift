public import Encoding

extension CommitmentProof {
    /// The canonical protobuf bytes; the only ones that parse to this proof.
    public var encoded: Bytes {
        var writer = ProtobufWriter()
        switch self {
        case .existence(let proof): writer.embedded(1, proof.encoded)
        case .nonExistence(let proof): writer.embedded(2, proof.encoded)
        }
        return writer.bytes
    }
}

extension ExistenceProof {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.data(1, key)
        writer.data(2, value)
        writer.embedded(3, leaf.encoded)
        for step in path { writer.embedded(4, step.encoded) }
        return writer.bytes
    }
}

extension NonExistenceProof {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.data(1, key)
        if let left { writer.embedded(2, left.encoded) }
        if let right { writer.embedded(3, right.encoded) }
        return writer.bytes
    }
}

extension LeafOp {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.number(1, hash.rawValue)
        writer.number(2, prehashKey.rawValue)
        writer.number(3, prehashValue.rawValue)
        writer.number(4, length.rawValue)
        writer.data(5, prefix)
        return writer.bytes
    }
}

extension InnerOp {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.number(1, hash.rawValue)
        writer.data(2, prefix)
        writer.data(3, suffix)
        return writer.bytes
    }
}
