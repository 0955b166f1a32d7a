public import Encoding
public import Quantities
public import Signatures

/// An answer of `eth_getProof`: what a node claims of an account and some of its slots, and the proofs. Nothing of it is verified yet.
///
/// Source: EIP-1186.
public struct EIP1186Proof: Hashable, Sendable {
    public var address: EthereumAddress
    public var claim: EthereumAccount
    /// Nodes of the state trie, root first.
    public var accountProof: [Bytes]
    public var storage: [Slot]

    /// The claim of one slot and its proof.
    public struct Slot: Hashable, Sendable {
        public var slot: StorageSlot
        public var value: UInt256
        /// Nodes of the storage trie, root first.
        public var proof: [Bytes]

        public init(slot: StorageSlot, value: UInt256, proof: [Bytes]) {
            self.slot = slot
            self.value = value
            self.proof = proof
        }
    }

    public init(address: EthereumAddress, claim: EthereumAccount, accountProof: [Bytes], storage: [Slot]) {
        self.address = address
        self.claim = claim
        self.accountProof = accountProof
        self.storage = storage
    }
}
