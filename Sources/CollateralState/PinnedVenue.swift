public import Signatures

/// A venue that is believed, and the one key it signs its records with.
public struct PinnedVenue: Hashable, Sendable {
    public let name: VenueName
    public let key: PublicKey

    public init(name: VenueName, key: PublicKey) {
        self.name = name
        self.key = key
    }
}
