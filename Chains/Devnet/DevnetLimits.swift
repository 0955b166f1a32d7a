/// What one request may ask for. Fixed: nothing in a test or a demonstration needs more.
enum DevnetLimits {
    static let bodyBytes = 1 << 20
    static let bodyDepth = 16
    static let batchRequests = 256
    /// All answers to one body together; a batch stops answering above it.
    static let answerBytes = 16 << 20
    static let blocksPerLogRange: UInt64 = 10_000
    static let logsPerAnswer = 10_000
    static let addressesPerFilter = 64
    static let alternativesPerTopic = 64
    static let queuedActions = 10_000
    static let blocksPerRequest = 10_000
    /// Blocks that a reorganisation left behind stay readable by hash; the oldest go first.
    static let orphans = 4_096
    static let sources = 64
}
