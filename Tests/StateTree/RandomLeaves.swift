import ChainIdentity
import CollateralState
import Encoding
import Quantities
@testable import StateTree
import TestVectors

/// Accounts and edits from a seed.
struct RandomLeaves {
    var generator: SeededGenerator

    init(seed: UInt64 = SeededGenerator.runSeed) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }

    mutating func account() throws -> AccountKey {
        try AccountKey(generator.bytes([20, 32, 1, 64].randomElement(using: &generator) ?? 20))
    }

    mutating func account(besides taken: AccountKey) throws -> AccountKey {
        var account = try account()
        while account == taken { account = try self.account() }
        return account
    }

    mutating func accounts(_ count: Int) throws -> [AccountKey] {
        var accounts: Set<AccountKey> = []
        while accounts.count < count { accounts.insert(try account()) }
        return accounts.sorted()
    }

    /// Some bytes that stand for an account's state; a tree does not read them.
    mutating func state() -> Bytes {
        generator.bytes(1 + below(40))
    }

    mutating func leaves(_ count: Int) throws -> [AccountLeaf] {
        try accounts(count).map { AccountLeaf(account: $0, encodedState: state()) }.sorted { $0.path < $1.path }
    }

    /// Leaves whose paths share up to 255 leading bits, as no hash of real accounts does: the deepest trees there are.
    mutating func crowdedLeaves(_ count: Int) throws -> [AccountLeaf] {
        let base = generator.bytes(32)
        var leaves: [Digest: AccountLeaf] = [:]
        for _ in 0..<count {
            var path = base
            for _ in 0...below(3) { path[below(32)] ^= 1 << below(8) }
            if below(4) == 0 { path[31] ^= 1 }
            let leaf = AccountLeaf(account: try account(), encodedState: state(), uncheckedPath: try Digest(path))
            leaves[leaf.path] = leaf
        }
        return leaves.values.sorted { $0.path < $1.path }
    }

    /// A batch of inserts, updates and removals among `pool`, ascending; removals only of what `present` has.
    mutating func edits(of pool: [AccountLeaf], present: [Digest: AccountLeaf]) -> [AccountLeaf] {
        let share = below(101)
        return pool.compactMap { leaf in
            guard below(100) < share else { return nil }
            let isRemoval = present[leaf.path] != nil && below(2) == 0
            return AccountLeaf(account: leaf.account, encodedState: isRemoval ? [] : state(), uncheckedPath: leaf.path)
        }
    }

    /// A real account state with one to four holdings.
    mutating func accountState() throws -> AccountState {
        var holdings: [HoldingKey: Holding] = [:]
        for _ in 0...below(4) {
            let asset = try AssetID(parsing: "eip155:1/erc20:0x\(Hex.encode(generator.bytes(20)))")
            let quantity = try Int256(bigEndian: Bytes(repeating: 0, count: 24) + generator.bytes(7) + [1])
            holdings[HoldingKey(kind: .collateral, asset: asset)] = try Holding(kind: .collateral, asset: asset, quantity: quantity)
        }
        return try AccountState(Array(holdings.values))
    }
}
