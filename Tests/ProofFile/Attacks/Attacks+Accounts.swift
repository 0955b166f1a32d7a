import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
import Quantities
import Quorum
import StateTree

extension Attacks {
    static func onAccounts() throws -> [AttackVector] {
        let world = try World()
        let trust = try world.trust()
        // Account 0 has collateral, a debt and a position.
        let entry = try world.entry(0)
        let file = try world.file(entry)
        let debt = try AccountState(World.state(0).holdings.filter { $0.kind != .debt })
        let richer = try AccountState(
            World.state(0).holdings.map { try Holding(kind: $0.kind, asset: $0.asset, quantity: $0.kind == .collateral ? $0.quantity.adding(1) : $0.quantity) })
        let negative = try World.state(0).encoded().flippingSign(ofHoldingsOf: .debt)
        func vector(_ name: String, _ attack: String, _ expected: Outcome, _ proof: Bytes) -> AttackVector {
            AttackVector(name, attack, expected, trust: trust, proof: proof)
        }
        func edited(_ path: [any JSONKey], _ value: JSON?) throws -> Bytes {
            try Forgery(file).setting(["proofs", 0] + path, to: value).bytes
        }
        let solana = try World(vault: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv")
        return [
            vector(
                "debt-left-out", "The account's state without its debt, the readable copy to match, under the true proof.",
                .rejected(.treeProof, "proof-different-value"), try world.file(entry.with(state: debt.encoded()))),
            vector(
                "collateral-raised", "The account's state with one unit more.", .rejected(.treeProof, "proof-different-value"),
                try world.file(entry.with(state: richer.encoded()))),
            vector(
                "readable-lies", "The copy for people says more than the proven bytes.", .rejected(.accountState, "readable-differs"),
                try edited(["readable", "holdings", 0, "quantity"], "1000000000")),
            vector(
                "readable-debt-left-out", "The copy for people leaves the debt out.", .rejected(.accountState, "readable-differs"),
                try edited(["readable", "holdings"], JSON.parse(file)["proofs"]?[0]?["readable"]?["holdings"]?.arrayValue.map { .array([$0[0], $0[2]]) })),
            vector(
                "readable-newer", "The copy for people claims a later block.", .rejected(.accountState, "readable-differs"),
                try edited(["readable", "height"], .integer(99_000_000))),
            vector(
                "readable-extra-member", "The copy for people says something that is proven by nothing.", .rejected(.accountState, "readable-differs"),
                try edited(["readable", "note"], "guaranteed")),
            vector(
                "negative-debt", "A debt of less than nothing, which would count as wealth.", .rejected(.accountState, "out-of-range"),
                try edited(["state"], .string(Hex.encode(negative)))),
            vector(
                "truncated-state", "The state lacks its last byte.", .rejected(.accountState, "encoding"),
                try Forgery(file).editing(["proofs", 0, "state"]) { String($0.dropLast(2)) }.bytes),
            vector(
                "proof-of-another-account", "Another account's state and proof under this account's name.",
                .rejected(.treeProof, "proof-different-key"), try world.file(world.entry(4).with(account: world.account(0)))),
            vector(
                "account-on-another-chain", "The account's name on a chain that the vault is not on.", .rejected(.stream, "other-chain"),
                try edited(["account"], .string("eip155:10:" + world.account(0).address))),
            vector(
                "account-second-spelling", "The account's address without its checksum: a second spelling of the same account.",
                .rejected(.stream, "not-canonical"), try edited(["account"], .string(world.account(0).text.lowercased()))),
            vector(
                "account-wrong-checksum", "The account's address with one letter's case changed.", .rejected(.stream, "identity"),
                try edited(["account"], .string("eip155:1:" + world.account(0).address.flippingOneCase()))),
            vector(
                "vault-of-an-unknown-stream", "A good proof by the same attesters of a vault on another chain that is not pinned.",
                .rejected(.stream, "foreign-stream"), try solanaFile(solana)),
        ]
    }

    /// What a proof on another chain looks like; its account is a Solana address.
    private static func solanaFile(_ world: World) throws -> Bytes {
        let account = try AccountID(chain: world.description.chain, key: AccountKey(Bytes(repeating: 9, count: 32)))
        let header = try world.header()
        return try world.file(
            AccountProofEntry(
                description: world.description, genesis: world.genesis, setChanges: [], header: header,
                attestations: World.attestations([0, 1], of: header), account: account, state: nil,
                proof: world.tree.proof(of: AccountKey(Bytes(repeating: 9, count: 32))).encoded))
    }
}

extension Bytes {
    /// An encoded account state whose holdings of one kind have their quantity's sign bit set.
    func flippingSign(ofHoldingsOf kind: HoldingKind) throws -> Bytes {
        var bytes = self
        var reader = BinaryReader(self)
        _ = try reader.raw(3)
        while reader.remaining > 0 {
            let code = try reader.u8()
            _ = try reader.field16(max: 300)
            if code == kind.rawValue { bytes[reader.offset] |= 0x80 }
            _ = try reader.raw(32)
        }
        return bytes
    }
}

extension String {
    /// The first letter after `0x` in the other case.
    func flippingOneCase() -> String {
        guard let index = dropFirst(2).firstIndex(where: \.isLetter) else { return self }
        let letter = self[index].isUppercase ? self[index].lowercased() : self[index].uppercased()
        return self[..<index] + letter + self[self.index(after: index)...]
    }
}
