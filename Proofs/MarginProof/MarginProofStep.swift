/// The steps of verifying a margin proof, in order; a verdict names the one that failed.
public enum MarginProofStep: String, Sendable, CaseIterable, CustomStringConvertible {
    /// The file is canonical JSON of a known format, of the network that the trust file pins.
    case format
    /// Every account's complete state, or its absence, is proven under headers that a quorum signed.
    case accounts
    /// Every pinned vault on a member's chain is covered for that member, or a quorum says that it has no message yet.
    case coverage
    /// The links, signed from both sides, join just these members.
    case links
    /// Heartbeats of a quorum carry each stream as far as the view says.
    case freshness
    /// The view commits to what was proven, and its streams are live.
    case view
    /// A pinned source signed the prices.
    case prices
    /// The parameters are the ones that the report cites.
    case parameters
    /// Every venue that the parameters name, and no other, has a record that its pinned key signed, and that the report cites.
    case venues
    /// The report, computed again from all this, says the same in every field.
    case report

    public var description: String { rawValue }
}
