import Encoding

extension TrieNode {
    /// - Parameter value: not empty.
    func setting(_ value: Bytes, at path: ArraySlice<UInt8>) -> TrieNode {
        switch self {
        case .empty: return .leaf(path: path, value: value)
        case .leaf(let own, _) where own == path: return .leaf(path: path, value: value)
        case .leaf(let own, let ownValue):
            let shared = Self.sharedCount(own, path)
            let fork = Self.branch(children: Self.emptyChildren, value: [])
                .adopting(.leaf(path: own.dropFirst(shared), value: ownValue)).setting(value, at: path.dropFirst(shared))
            return fork.below(path.prefix(shared))
        case .extension(let own, let child):
            let shared = Self.sharedCount(own, path)
            guard shared < own.count else { return .extension(path: own, child: child.setting(value, at: path.dropFirst(shared))) }
            let fork = Self.branch(children: Self.emptyChildren, value: [])
                .adopting(child.below(own.dropFirst(shared))).setting(value, at: path.dropFirst(shared))
            return fork.below(path.prefix(shared))
        case .branch(var children, let ownValue):
            guard let nibble = path.first else { return .branch(children: children, value: value) }
            children[Int(nibble)] = children[Int(nibble)].setting(value, at: path.dropFirst())
            return .branch(children: children, value: ownValue)
        }
    }

    func removing(_ path: ArraySlice<UInt8>) -> TrieNode {
        switch self {
        case .empty: return .empty
        case .leaf(let own, _): return own == path ? .empty : self
        case .extension(let own, let child):
            return path.starts(with: own) ? child.removing(path.dropFirst(own.count)).below(own) : self
        case .branch(var children, let value):
            guard let nibble = path.first else { return Self.branch(children: children, value: []).shortened }
            children[Int(nibble)] = children[Int(nibble)].removing(path.dropFirst())
            return Self.branch(children: children, value: value).shortened
        }
    }

    /// A new branch with a leaf or extension put where its path leads.
    private func adopting(_ node: TrieNode) -> TrieNode {
        guard case .branch(var children, let value) = self else { return self }
        switch node {
        case .leaf(let path, let own):
            guard let nibble = path.first else { return .branch(children: children, value: own) }
            children[Int(nibble)] = .leaf(path: path.dropFirst(), value: own)
        case .extension(let path, let child):
            guard let nibble = path.first else { return self }
            children[Int(nibble)] = child.below(path.dropFirst())
        case .empty, .branch: return self
        }
        return .branch(children: children, value: value)
    }

    /// A branch with only one way left is no branch.
    private var shortened: TrieNode {
        guard case .branch(let children, let value) = self else { return self }
        let ways = children.indices.filter { !children[$0].isEmpty }
        if ways.isEmpty { return value.isEmpty ? .empty : .leaf(path: [], value: value) }
        guard ways.count == 1, value.isEmpty, let only = ways.first else { return self }
        return children[only].below([UInt8(only)])
    }

    private static func sharedCount(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        zip(left, right).prefix { $0 == $1 }.count
    }
}
