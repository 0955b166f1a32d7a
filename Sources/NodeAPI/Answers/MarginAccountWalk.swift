import ChainIdentity
import CollateralState
import Encoding
import Signatures
import StateTree
import UnifiedView

/// Where an account stands in the order of all lists: by chain, then by SHA-256 of its raw bytes, as state trees are ordered.
///
/// It follows from the account alone, so a list that is read page by page neither loses nor doubles an account that stays, whatever
/// comes and goes meanwhile.
struct AccountPlace: Comparable {
    let chain: ChainID
    let path: Digest

    /// - Throws: `identity` when the address is not one of its chain.
    init(_ account: AccountID) throws(NodeAPIError) {
        let key = try identifying { () throws(ChainIdentityError) in try account.key() }
        self.init(chain: account.chain, path: SHA256.hash(key.bytes))
    }

    init(chain: ChainID, path: Digest) {
        self.chain = chain
        self.path = path
    }

    static func < (left: Self, right: Self) -> Bool { (left.chain, left.path) < (right.chain, right.path) }
}

/// All margin accounts of a view of which a member holds something, one after the other, each at the place of its first member that does.
struct MarginAccountWalk {
    /// A margin account and the member at whose place it stands: the cursor to go on from.
    struct Found {
        let member: AccountID
        let account: MarginAccount
    }

    private let view: CollateralView
    private let start: AccountPlace?
    /// Those still to be walked, the next one last.
    private var chains: [ChainID]
    private var current: ChainWalk?

    /// - Parameter start: the place after which to begin; nil for the first.
    init(_ view: CollateralView, after start: AccountPlace?) {
        self.view = view
        self.start = start
        chains = Set(view.streams.map(\.chain)).filter { chain in start.map { $0.chain <= chain } ?? true }.sorted().reversed()
    }

    /// - Throws: `identity` when a tree holds an account that is none of its chain.
    mutating func next() throws(NodeAPIError) -> Found? {
        while true {
            if let leaf = current?.next(), let chain = current?.chain {
                let member = try identifying { () throws(ChainIdentityError) in try AccountID(chain: chain, key: leaf.account) }
                let account = view.links.marginAccount(of: member)
                let place = AccountPlace(chain: chain, path: leaf.path)
                if try isFirst(place, of: account) { return Found(member: member, account: account) }
            } else {
                guard let chain = chains.popLast() else { return nil }
                current = ChainWalk(chain, in: view, after: start?.chain == chain ? start?.path : nil)
            }
        }
    }

    /// Whether no member that holds something stands before this place.
    private func isFirst(_ place: AccountPlace, of account: MarginAccount) throws(NodeAPIError) -> Bool {
        for member in account.members where account.members.count > 1 {
            let other = try AccountPlace(member)
            if other < place, holdsSomething(at: other) { return false }
        }
        return true
    }

    private func holdsSomething(at place: AccountPlace) -> Bool {
        view.streams.contains { $0.chain == place.chain && view.tree(of: $0.stream)?.leaf(at: place.path) != nil }
    }
}

/// The accounts of all vaults of one chain, ascending by path, each once.
private struct ChainWalk {
    let chain: ChainID
    private var vaults: [(leaf: AccountLeaf, rest: AccountTree.Leaves.Iterator)] = []

    init(_ chain: ChainID, in view: CollateralView, after path: Digest?) {
        self.chain = chain
        for status in view.streams where status.chain == chain {
            guard let tree = view.tree(of: status.stream) else { continue }
            var rest = path.map(tree.leaves(after:)) ?? tree.leaves.makeIterator()
            if let leaf = rest.next() { vaults.append((leaf, rest)) }
        }
    }

    mutating func next() -> AccountLeaf? {
        guard let lowest = vaults.map(\.leaf).min(by: { $0.path < $1.path }) else { return nil }
        for index in vaults.indices.reversed() where vaults[index].leaf.path == lowest.path {
            if let leaf = vaults[index].rest.next() { vaults[index].leaf = leaf } else { vaults.remove(at: index) }
        }
        return lowest
    }
}
