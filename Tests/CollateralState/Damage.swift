import CollateralState
import Encoding
import Testing

/// What every strict decoder has to refuse: less than the record, and more than it.
func expectStrict<Record>(
    _ bytes: Bytes, sourceLocation: SourceLocation = #_sourceLocation, _ parse: (Bytes) throws(CollateralStateError) -> Record
) throws {
    _ = try parse(bytes)
    for count in bytes.indices {
        do {
            _ = try parse(Bytes(bytes.prefix(count)))
            Issue.record("the first \(count) of \(bytes.count) bytes were accepted", sourceLocation: sourceLocation)
        } catch {
            guard case .encoding(.truncated) = error else {
                Issue.record("the first \(count) bytes: expected truncated, got \(error)", sourceLocation: sourceLocation)
                continue
            }
        }
    }
    #expect(throws: CollateralStateError.encoding(.trailing(.binary, offset: bytes.count, got: 1)), sourceLocation: sourceLocation) {
        try parse(bytes + [0])
    }
}

extension Bytes {
    /// These bytes with some of them written over.
    func replacing(at offset: Int, with new: Bytes) -> Bytes {
        Bytes(prefix(offset)) + new + Bytes(dropFirst(offset + new.count))
    }
}
