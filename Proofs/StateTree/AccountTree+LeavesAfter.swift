public import Encoding

extension AccountTree {
    /// All accounts whose path is greater than `path`, ascending: where a page that ended there goes on.
    ///
    /// Finds its place in one descent, so that reading a tree page by page costs one walk through it.
    public func leaves(after path: Digest) -> Leaves.Iterator {
        var stack: [TreeNode] = []
        var node = whole.node
        var depth = 0
        while case .inner(let inner) = node {
            if path.bit(at: depth) {
                node = inner.right.node
            } else {
                stack.append(inner.right.node)
                node = inner.left.node
            }
            depth += 1
        }
        if case .leaf(let leaf) = node, leaf.content.path > path { stack.append(node) }
        return Leaves.Iterator(stack: stack)
    }
}
