import Encoding

extension BatchProof {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        // A batch entry has the fields of a single proof.
        for entry in entries { writer.embedded(1, entry.encoded) }
        return writer.bytes
    }

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var entries: [CommitmentProof] = []
        while let field = try reader.nextField(repeated: 1) {
            guard field.number == 1 else { throw reader.unknown(field) }
            guard entries.count < Self.maximumEntries else { throw .tooManyEntries(maximum: Self.maximumEntries) }
            var entry = try reader.embedded(field, message: "BatchEntry")
            entries.append(try CommitmentProof(readingEntry: &entry))
        }
        self.init(entries)
    }
}

extension CommitmentProof {
    fileprivate init(readingEntry reader: inout ProtobufReader) throws(CommitmentProofError) {
        guard let field = try reader.nextField() else { throw reader.missing("proof") }
        switch field.number {
        case 1:
            var proof = try reader.embedded(field, message: "ExistenceProof")
            self = .existence(try ExistenceProof(reading: &proof))
        case 2:
            var proof = try reader.embedded(field, message: "NonExistenceProof")
            self = .nonExistence(try NonExistenceProof(reading: &proof))
        default: throw reader.unknown(field)
        }
        if let field = try reader.nextField() { throw reader.unknown(field) }
    }
}

extension CompressedBatchProof {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        for entry in entries { writer.embedded(1, entry.encoded) }
        for step in steps { writer.embedded(2, step.encoded) }
        return writer.bytes
    }

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var entries: [Entry] = []
        var steps: [InnerOp] = []
        while let field = try reader.nextField(repeated: 1, or: 2) {
            switch field.number {
            case 1:
                guard entries.count < BatchProof.maximumEntries else { throw .tooManyEntries(maximum: BatchProof.maximumEntries) }
                var entry = try reader.embedded(field, message: "CompressedBatchEntry")
                entries.append(try Entry(reading: &entry))
            case 2:
                var step = try reader.embedded(field, message: "InnerOp")
                steps.append(try InnerOp(reading: &step))
            default: throw reader.unknown(field)
            }
        }
        try self.init(entries, steps: steps)
    }
}

extension CompressedBatchProof.Entry {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        switch self {
        case .existence(let proof): writer.embedded(1, proof.encoded)
        case .nonExistence(let key, let left, let right):
            var absence = ProtobufWriter()
            absence.data(1, key)
            if let left { absence.embedded(2, left.encoded) }
            if let right { absence.embedded(3, right.encoded) }
            writer.embedded(2, absence.bytes)
        }
        return writer.bytes
    }

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        guard let field = try reader.nextField() else { throw reader.missing("proof") }
        switch field.number {
        case 1:
            var proof = try reader.embedded(field, message: "CompressedExistenceProof")
            self = .existence(try CompressedBatchProof.Existence(reading: &proof))
        case 2:
            var proof = try reader.embedded(field, message: "CompressedNonExistenceProof")
            self = try Self.absence(reading: &proof)
        default: throw reader.unknown(field)
        }
        if let field = try reader.nextField() { throw reader.unknown(field) }
    }

    private static func absence(reading reader: inout ProtobufReader) throws(CommitmentProofError) -> Self {
        var key = Bytes()
        var neighbours: [UInt64: CompressedBatchProof.Existence] = [:]
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.data(field)
            case 2, 3:
                var proof = try reader.embedded(field, message: "CompressedExistenceProof")
                neighbours[field.number] = try CompressedBatchProof.Existence(reading: &proof)
            default: throw reader.unknown(field)
            }
        }
        return .nonExistence(key: key, left: neighbours[2], right: neighbours[3])
    }
}

extension CompressedBatchProof.Existence {
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.data(1, key)
        writer.data(2, value)
        writer.embedded(3, leaf.encoded)
        writer.data(4, path.flatMap { ProtobufWriter.varint(UInt64($0)) })
        return writer.bytes
    }

    init(reading reader: inout ProtobufReader) throws(CommitmentProofError) {
        var key = Bytes()
        var value = Bytes()
        var leaf: LeafOp?
        var path: [Int] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.data(field)
            case 2: value = try reader.data(field)
            case 3:
                var operation = try reader.embedded(field, message: "LeafOp")
                leaf = try LeafOp(reading: &operation)
            case 4: path = try reader.packedPlaces(field)
            default: throw reader.unknown(field)
            }
        }
        guard let leaf else { throw reader.missing("leaf") }
        self.init(key: key, value: value, leaf: leaf, path: path)
    }
}

extension ProtobufReader {
    /// A packed list of `int32` that are not negative.
    fileprivate mutating func packedPlaces(_ field: Field) throws(CommitmentProofError) -> [Int] {
        var places: [Int] = []
        for number in try packedNumbers(field, maximum: ExistenceProof.maximumPath) {
            guard let place = Int32(exactly: number) else { throw .stepOutOfRange(count: Int(Int32.max), got: Int(clamping: number)) }
            places.append(Int(place))
        }
        return places
    }
}
