import Encoding

extension NonExistenceProof {
    /// Verifies that the tree of `spec` with this root does not have `key`: its neighbours are in the tree, and nothing is between them.
    func verify(spec: ProofSpec, root: Digest, key: Bytes) throws(CommitmentProofError) {
        guard left != nil || right != nil else { throw .noNeighbours }
        if let left { try left.verify(spec: spec, root: root, key: left.key, value: left.value) }
        if let right { try right.verify(spec: spec, root: root, key: right.key, value: right.value) }
        try verifyOrder(spec, key)
        try verifyAdjacency(spec.inner)
    }

    private func verifyOrder(_ spec: ProofSpec, _ key: Bytes) throws(CommitmentProofError) {
        let place = try spec.place(of: key)
        if let left, !(try spec.place(of: left.key).lexicographicallyPrecedes(place)) { throw .notRightOfLeftNeighbour }
        if let right, !place.lexicographicallyPrecedes(try spec.place(of: right.key)) { throw .notLeftOfRightNeighbour }
    }

    private func verifyAdjacency(_ spec: ProofSpec.Inner) throws(CommitmentProofError) {
        switch (left, right) {
        case (nil, let right?):
            guard right.path.allSatisfy({ spec.hasNothingLeft(of: $0) }) else { throw .notLeftmost }
        case (let left?, nil):
            guard left.path.allSatisfy({ spec.hasNothingRight(of: $0) }) else { throw .notRightmost }
        case (let left?, let right?):
            guard spec.areNeighbours(left.path, right.path) else { throw .notNeighbours }
        case (nil, nil): throw .noNeighbours
        }
    }
}

extension ProofSpec {
    /// What keys are ordered by.
    func place(of key: Bytes) throws(CommitmentProofError) -> Bytes {
        ordersByHashedKey ? try leaf.prehashKey.prehash(key) : key
    }
}

extension ProofSpec.Inner {
    /// Which child of its parent a step comes from.
    enum Side { case left, right }

    /// nil when the lengths fit neither side.
    func side(of step: InnerOp) -> Side? {
        if prefixLength.contains(step.prefix.count), step.suffix.count == childSize { return .left }
        if prefixLength.contains(step.prefix.count - childSize), step.suffix.isEmpty { return .right }
        return nil
    }

    /// Whether the step is a left child, or its left sibling is empty.
    func hasNothingLeft(of step: InnerOp) -> Bool {
        switch side(of: step) {
        case .left: true
        case .right: emptyChild.map { step.prefix.suffix(childSize).elementsEqual($0) } ?? false
        case nil: false
        }
    }

    /// Whether the step is a right child, or its right sibling is empty.
    func hasNothingRight(of step: InnerOp) -> Bool {
        switch side(of: step) {
        case .right: true
        case .left: emptyChild.map { step.suffix == $0 } ?? false
        case nil: false
        }
    }

    /// Whether the leaf of `right` is the next one after the leaf of `left`: below the node where the two ways to the root meet,
    /// one way keeps to the right, the other to the left.
    func areNeighbours(_ left: [InnerOp], _ right: [InnerOp]) -> Bool {
        let shared = zip(left.reversed(), right.reversed()).prefix { $0.prefix == $1.prefix && $0.suffix == $1.suffix }.count
        let (below, beyond) = (left.dropLast(shared), right.dropLast(shared))
        guard let leftTop = below.last, let rightTop = beyond.last else { return false }
        return side(of: leftTop) == .left && side(of: rightTop) == .right
            && below.dropLast().allSatisfy { hasNothingRight(of: $0) } && beyond.dropLast().allSatisfy { hasNothingLeft(of: $0) }
    }
}
