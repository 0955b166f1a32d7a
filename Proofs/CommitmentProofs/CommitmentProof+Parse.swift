public import Encoding

extension CommitmentProof {
    /// The largest proof that is looked at: room for two neighbours with the largest account states.
    public static let maximumBytes = 4 << 20

    /// Parses a protobuf `cosmos.ics23.v1.CommitmentProof`.
    ///
    /// - Throws: `CommitmentProofError.tooLarge`, `.malformed` for anything but the canonical encoding, `.unsupportedKind` for batches, which
    ///   `CommitmentProofBundle` takes,   `.unknownOperation` for a hash or length operation that ICS-23 does not define.
    public init(parsing bytes: Bytes) throws(CommitmentProofError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(maximum: Self.maximumBytes, got: bytes.count) }
        var reader = ProtobufReader(bytes, message: "CommitmentProof")
        try self.init(reading: &reader)
    }

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        guard let field = try reader.nextField() else { throw reader.missing("proof") }
        switch field.number {
        case 1:
            var proof = try reader.embedded(field, message: "ExistenceProof")
            self = .existence(try ExistenceProof(reading: &proof))
        case 2:
            var proof = try reader.embedded(field, message: "NonExistenceProof")
            self = .nonExistence(try NonExistenceProof(reading: &proof))
        case 3: throw .unsupportedKind("batch")
        case 4: throw .unsupportedKind("compressed batch")
        default: throw reader.unknown(field)
        }
        if let field = try reader.nextField() { throw reader.unknown(field) }
    }
}

extension ExistenceProof {
    /// How many steps a path may have before it is looked at; every specification allows fewer.
    static let maximumPath = 1_024

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var key = Bytes()
        var value = Bytes()
        var leaf: LeafOp?
        var path: [InnerOp] = []
        while let field = try reader.nextField(repeated: 4) {
            switch field.number {
            case 1: key = try reader.data(field)
            case 2: value = try reader.data(field)
            case 3:
                var operation = try reader.embedded(field, message: "LeafOp")
                leaf = try LeafOp(reading: &operation)
            case 4:
                guard path.count < Self.maximumPath else { throw .depthTooLong(maximum: Self.maximumPath, got: path.count + 1) }
                var operation = try reader.embedded(field, message: "InnerOp")
                path.append(try InnerOp(reading: &operation))
            default: throw reader.unknown(field)
            }
        }
        guard let leaf else { throw reader.missing("leaf") }
        self.init(key: key, value: value, leaf: leaf, path: path)
    }
}

extension NonExistenceProof {
    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var key = Bytes()
        var neighbours: [UInt64: ExistenceProof] = [:]
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.data(field)
            case 2, 3:
                var proof = try reader.embedded(field, message: "ExistenceProof")
                neighbours[field.number] = try ExistenceProof(reading: &proof)
            default: throw reader.unknown(field)
            }
        }
        self.init(key: key, left: neighbours[2], right: neighbours[3])
    }
}

extension LeafOp {
    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var hashes: [UInt64: HashOperation] = [:]
        var length = LengthOperation.none
        var prefix = Bytes()
        while let field = try reader.nextField() {
            switch field.number {
            case 1, 2, 3: hashes[field.number] = try reader.hashOperation(field)
            case 4: length = try reader.lengthOperation(field)
            case 5: prefix = try reader.data(field)
            default: throw reader.unknown(field)
            }
        }
        self.init(
            hash: hashes[1] ?? .none, prehashKey: hashes[2] ?? .none, prehashValue: hashes[3] ?? .none, length: length, prefix: prefix)
    }
}

extension InnerOp {
    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var hash = HashOperation.none
        var prefix = Bytes()
        var suffix = Bytes()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.hashOperation(field)
            case 2: prefix = try reader.data(field)
            case 3: suffix = try reader.data(field)
            default: throw reader.unknown(field)
            }
        }
        self.init(hash: hash, prefix: prefix, suffix: suffix)
    }
}

extension ProtobufReader {
    fileprivate mutating func hashOperation(_ field: Field) throws(CommitmentProofError) -> HashOperation {
        let code = try number(field)
        guard let operation = HashOperation(rawValue: code) else { throw .unknownOperation(kind: "hash", code: code) }
        return operation
    }

    fileprivate mutating func lengthOperation(_ field: Field) throws(CommitmentProofError) -> LengthOperation {
        let code = try number(field)
        guard let operation = LengthOperation(rawValue: code) else { throw .unknownOperation(kind: "length", code: code) }
        return operation
    }
}
