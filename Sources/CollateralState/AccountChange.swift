public import ChainIdentity
public import Encoding
import Signatures

/// One account's new state in a state message; nil when its last holding went and it leaves the tree.
///
/// Bytes: u16 length and raw account bytes, u32 length and encoded account state (length 0: the account leaves).
public struct AccountChange: Hashable, Sendable {
    public let account: AccountKey
    public let state: AccountState?
    /// SHA-256 of the raw account bytes: the account's path in the state tree and the order of changes.
    public let path: Digest
    /// The encoded account state, empty when the account leaves.
    public let encodedState: [UInt8]

    public init(account: AccountKey, state: AccountState?) throws(CollateralStateError) {
        self.account = account
        self.state = state
        path = SHA256.hash(account.bytes)
        encodedState = try state?.encoded() ?? []
    }

    private init(account: AccountKey, parsing encodedState: [UInt8]) throws(CollateralStateError) {
        self.account = account
        self.encodedState = encodedState
        state = encodedState.isEmpty ? nil : try AccountState(parsing: encodedState)
        path = SHA256.hash(account.bytes)
    }

    public func encoded() throws(CollateralStateError) -> [UInt8] {
        var writer = BinaryWriter(reserving: 6 + account.bytes.count + encodedState.count)
        try write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout BinaryWriter) throws(CollateralStateError) {
        try decoding { () throws(EncodingError) in
            try writer.field16(account.bytes)
        }
        writer.field32(encodedState)
    }

    static func read(from reader: inout BinaryReader) throws(CollateralStateError) -> AccountChange {
        let (accountBytes, stateBytes) = try decoding { () throws(EncodingError) in
            (try reader.field16(max: 64), try reader.field32(max: AccountState.maximumBytes))
        }
        let account = try identifying { () throws(ChainIdentityError) in try AccountKey(accountBytes) }
        return try AccountChange(account: account, parsing: stateBytes)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.account == right.account && left.encodedState == right.encodedState
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(account)
        hasher.combine(encodedState)
    }
}
