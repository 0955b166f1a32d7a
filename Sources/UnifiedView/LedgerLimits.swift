/// How much a ledger keeps in memory for one stream.
public struct LedgerLimits: Hashable, Sendable {
    /// Versions of the tree to go back to when an old message turns out to be disputed; at least `fewestVersions`.
    public let recentVersions: Int
    /// Account changes in those versions together: a version costs its differences. The last `fewestVersions` are kept in any case.
    public let recentChanges: Int
    /// Messages that wait for earlier ones.
    public let waitingMessages: Int
    /// Account changes in the waiting messages together.
    public let waitingChanges: Int

    /// The tip, the one before, which a message beside the tip may dispute by the previous message it names, and the one before that, to
    /// go back to: with these the log can be merged again in ascending order whatever disputes it holds.
    public static let fewestVersions = 3

    public static let standard = LedgerLimits(recentVersions: 256, recentChanges: 65_536, waitingMessages: 1_024, waitingChanges: 262_144)

    public init(recentVersions: Int, recentChanges: Int, waitingMessages: Int, waitingChanges: Int) {
        self.recentVersions = max(Self.fewestVersions, recentVersions)
        self.recentChanges = max(0, recentChanges)
        self.waitingMessages = max(0, waitingMessages)
        self.waitingChanges = max(0, waitingChanges)
    }
}
