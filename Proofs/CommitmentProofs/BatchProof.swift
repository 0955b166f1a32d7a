public import Encoding

/// Proofs of several keys under one root, one after the other: ICS-23 `BatchProof`, parsed and not verified.
public struct BatchProof: Hashable, Sendable {
    /// How many entries are read; a batch with more is refused before they are stored.
    public static let maximumEntries = 4_096

    public let entries: [CommitmentProof]

    public init(_ entries: [CommitmentProof]) {
        self.entries = entries
    }
}

/// The same with every inner step written once: ICS-23 `CompressedBatchProof`, parsed and not verified.
///
/// Entries stay compressed: only the one that is asked for is expanded, so that a small proof cannot grow into a large one.
public struct CompressedBatchProof: Hashable, Sendable {
    public let entries: [Entry]
    /// The inner steps that the paths of the entries point into. Each is there once, and in the order of first use.
    public let steps: [InnerOp]

    public enum Entry: Hashable, Sendable {
        case existence(Existence)
        case nonExistence(key: Bytes, left: Existence?, right: Existence?)
    }

    /// An `ExistenceProof` whose path is a list of places in `steps`.
    public struct Existence: Hashable, Sendable {
        public let key: Bytes
        public let value: Bytes
        public let leaf: LeafOp
        public let path: [Int]
    }
}

extension CompressedBatchProof {
    /// The compressed form of a batch; the only one that parses.
    public init(compressing batch: BatchProof) {
        var table = StepTable()
        entries = batch.entries.map { proof in
            switch proof {
            case .existence(let existence): .existence(table.compress(existence))
            case .nonExistence(let absence):
                .nonExistence(key: absence.key, left: absence.left.map { table.compress($0) }, right: absence.right.map { table.compress($0) })
            }
        }
        steps = table.steps
    }

    /// - Throws: `CommitmentProofError.malformed` unless every path points at steps, and the steps are in the order of first use, each
    ///   once and none unused: so a batch has one compressed spelling.
    init(_ entries: [Entry], steps: [InnerOp]) throws(CommitmentProofError) {
        guard Set(steps).count == steps.count else { throw .malformed(offset: 0, rule: "CompressedBatchProof holds an inner step twice") }
        var used = 0
        for place in entries.lazy.flatMap(\.existences).flatMap(\.path) {
            guard place < steps.count else { throw .stepOutOfRange(count: steps.count, got: place) }
            guard place <= used else { throw .malformed(offset: 0, rule: "CompressedBatchProof uses step \(place) before step \(used)") }
            if place == used { used += 1 }
        }
        guard used == steps.count else { throw .malformed(offset: 0, rule: "CompressedBatchProof uses \(used) of its \(steps.count) steps") }
        self.entries = entries
        self.steps = steps
    }

    /// The entry written out.
    func expanded(_ entry: Entry) -> CommitmentProof {
        switch entry {
        case .existence(let existence): .existence(expanded(existence))
        case .nonExistence(let key, let left, let right):
            .nonExistence(NonExistenceProof(key: key, left: left.map(expanded), right: right.map(expanded)))
        }
    }

    private func expanded(_ existence: Existence) -> ExistenceProof {
        // Places were held against the count of steps when this was made.
        ExistenceProof(key: existence.key, value: existence.value, leaf: existence.leaf, path: existence.path.map { steps[$0] })
    }
}

extension CompressedBatchProof.Entry {
    /// The existence proofs the entry is made of: one, or the neighbours there are.
    var existences: [CompressedBatchProof.Existence] {
        switch self {
        case .existence(let existence): [existence]
        case .nonExistence(_, let left, let right): [left, right].compactMap(\.self)
        }
    }
}

/// Inner steps and where each is found.
private struct StepTable {
    private(set) var steps: [InnerOp] = []
    private var places: [InnerOp: Int] = [:]

    mutating func compress(_ proof: ExistenceProof) -> CompressedBatchProof.Existence {
        CompressedBatchProof.Existence(key: proof.key, value: proof.value, leaf: proof.leaf, path: proof.path.map { place(of: $0) })
    }

    private mutating func place(of step: InnerOp) -> Int {
        if let place = places[step] { return place }
        steps.append(step)
        places[step] = steps.count - 1
        return steps.count - 1
    }
}
