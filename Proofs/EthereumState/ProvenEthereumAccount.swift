public import Encoding
public import Quantities
public import Signatures

/// What a state root has for one address and some of its slots: made only by verifying an `EIP1186Proof`.
public struct ProvenEthereumAccount: Hashable, Sendable {
    public let stateRoot: Digest
    public let address: EthereumAddress
    /// nil: the state has no such account, which is proven.
    public let account: EthereumAccount?
    /// In the order of the answer, none twice.
    public let slots: [ProvenSlot]

    init(stateRoot: Digest, address: EthereumAddress, account: EthereumAccount?, slots: [ProvenSlot]) {
        self.stateRoot = stateRoot
        self.address = address
        self.account = account
        self.slots = slots
    }

    /// The value of a slot, zero where it is proven empty; nil when the proof did not speak of it, so that it is unknown.
    public subscript(slot: StorageSlot) -> UInt256? {
        slots.first { $0.slot == slot }?.value
    }

    /// Verifies that this is the account's code; no bytes for an account without code.
    ///
    /// - Throws: `wrongCode` with both hashes.
    public func verifyCode(_ code: Bytes) throws(EthereumStateError) {
        let hash = Keccak256.hash(code)
        let expected = (account ?? .absent).codeHash
        guard hash == expected else { throw .wrongCode(expected: expected, got: hash) }
    }
}

/// The value of one slot under a storage root: made only by verifying its proof.
public struct ProvenSlot: Hashable, Sendable {
    public let storageRoot: Digest
    public let slot: StorageSlot
    /// Zero where the slot is proven empty.
    public let value: UInt256

    init(storageRoot: Digest, slot: StorageSlot, value: UInt256) {
        self.storageRoot = storageRoot
        self.slot = slot
        self.value = value
    }
}
