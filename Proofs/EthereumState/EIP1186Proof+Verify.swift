public import Encoding
import MerklePatricia
import Quantities
import Signatures

extension EIP1186Proof {
    /// Verifies the account and every slot against a state root, and that the claims say what is proven.
    ///
    /// - Throws: `accountProof`, `storageProof` when a proof does not hold; `malformedAccount`, `malformedSlotValue`; and for claims other
    ///   than what is proven `wrongNonce`, `wrongBalance`, `wrongCodeHash`, `wrongStorageHash`, `wrongSlotValue`; `repeatedSlot`.
    public func verify(stateRoot: Digest) throws(EthereumStateError) -> ProvenEthereumAccount {
        let account = try verifyAccount(stateRoot: stateRoot)
        try verifyClaim(account)
        var slots: [ProvenSlot] = []
        var seen: Set<StorageSlot> = []
        for slot in storage {
            guard seen.insert(slot.slot).inserted else { throw .repeatedSlot(slot.slot) }
            slots.append(try slot.verify(storageRoot: (account ?? .absent).storageRoot))
        }
        return ProvenEthereumAccount(stateRoot: stateRoot, address: address, account: account, slots: slots)
    }

    /// The account leaf; nil where its absence is proven.
    private func verifyAccount(stateRoot: Digest) throws(EthereumStateError) -> EthereumAccount? {
        let entry: ProvenEntry
        do {
            entry = try TrieProof.verify(accountProof, root: stateRoot, key: Keccak256.hash(address.bytes).bytes, limits: .state)
        } catch {
            throw .accountProof(error)
        }
        guard let value = entry.value else { return nil }
        return try EthereumAccount(parsing: value)
    }

    /// An account that is not there may be claimed with the two hashes of nothing, or with zeroes in their place: nodes answer both.
    private func verifyClaim(_ account: EthereumAccount?) throws(EthereumStateError) {
        let proven = account ?? .absent
        guard claim.nonce == proven.nonce else { throw .wrongNonce(claimed: claim.nonce, proven: proven.nonce) }
        guard claim.balance == proven.balance else { throw .wrongBalance(claimed: claim.balance, proven: proven.balance) }
        guard claim.codeHash == proven.codeHash || account == nil && claim.codeHash == .zero else {
            throw .wrongCodeHash(claimed: claim.codeHash, proven: proven.codeHash)
        }
        guard claim.storageRoot == proven.storageRoot || account == nil && claim.storageRoot == .zero else {
            throw .wrongStorageHash(claimed: claim.storageRoot, proven: proven.storageRoot)
        }
    }
}

extension EIP1186Proof.Slot {
    /// Verifies one slot against the storage root of its account.
    ///
    /// - Throws: `storageProof`, `malformedSlotValue`, `wrongSlotValue`.
    public func verify(storageRoot: Digest) throws(EthereumStateError) -> ProvenSlot {
        let entry: ProvenEntry
        do {
            entry = try TrieProof.verify(proof, root: storageRoot, key: Keccak256.hash(slot.bytes).bytes, limits: .state)
        } catch {
            throw .storageProof(slot, error)
        }
        let proven = try entry.value.map { bytes throws(EthereumStateError) in try Self.word(bytes, at: slot) } ?? .zero
        guard value == proven else { throw .wrongSlotValue(slot, claimed: value, proven: proven) }
        return ProvenSlot(storageRoot: storageRoot, slot: slot, value: proven)
    }

    /// The RLP of a number that is not zero: a slot set to zero leaves the trie.
    private static func word(_ bytes: Bytes, at slot: StorageSlot) throws(EthereumStateError) -> UInt256 {
        do throws(EncodingError) {
            let value = try RLP.decode(bytes, limits: RLPLimits(maximumDepth: 1, maximumItems: 1)).uint256()
            guard !value.isZero else {
                throw .notCanonical(.rlp, offset: 0, rule: "a slot of value zero is not in the trie")
            }
            return value
        } catch {
            throw .malformedSlotValue(slot, error)
        }
    }
}
