extension AccountTree {
    /// All accounts, ascending by path, found one after the other as they are asked for.
    public var leaves: Leaves { Leaves(node: whole.node) }

    public struct Leaves: Sequence, Sendable {
        let node: TreeNode

        public func makeIterator() -> Iterator {
            Iterator(stack: [node])
        }

        public struct Iterator: IteratorProtocol {
            /// The subtrees still to be walked, the next one last; at most one a level.
            var stack: [TreeNode]

            public mutating func next() -> AccountLeaf? {
                while let node = stack.popLast() {
                    switch node {
                    case .empty: continue
                    case .leaf(let leaf): return leaf.content
                    case .inner(let inner):
                        stack.append(inner.right.node)
                        stack.append(inner.left.node)
                    }
                }
                return nil
            }
        }
    }
}
