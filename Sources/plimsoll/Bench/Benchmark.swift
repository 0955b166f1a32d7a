/// What can be measured, in the order in which it is.
enum Benchmark: String, CaseIterable, Sendable {
    case verification
    case proofs
    case risk
    case tree
    case messages
    case changes
    case startUp = "start-up"
    case margin

    /// Whether it works on a vault with many accounts, which takes a while to make.
    var needsVault: Bool {
        switch self {
        case .tree, .messages, .changes, .startUp: true
        case .verification, .proofs, .risk, .margin: false
        }
    }

    /// What stands beside our figures as their limit.
    var limit: String {
        switch self {
        case .verification: "OpenSSL through its own C API, key and context reused, on as many threads"
        case .proofs: "raw OpenSSL: the signatures alone, or SHA3-256 of as many bytes; by processor time"
        case .risk: "numpy and scipy on whole arrays, and QuantLib through its Python interface, the same inputs and answers; processor time of one thread"
        case .tree: "raw SHA-256 of 65 bytes, as often as the changed nodes must be hashed; both by processor time"
        case .messages: "raw verification of as many signatures, and plain SQLite writing the same rows; nothing parsed, nothing hashed"
        case .changes: "plain SQLite upserting the same account rows, as many a transaction; no log"
        case .startUp: "plain SQLite reading the same rows, and raw SHA-256 for every node of the tree, one thread"
        case .margin: "as many multiplications of 128 by 128 bits, text copied, options and normal numbers by the C library; by processor time but on 2 threads"
        }
    }
}

/// How much is measured.
struct BenchPlan: Sendable {
    let name: String
    /// Accounts of the vault.
    let accounts: Int
    /// How long each line of verifications takes.
    let verification: Duration
    let treeTurns: Int
    let messageTurns: Int
    let changeTurns: Int
    let startUps: Int

    static let full = BenchPlan(
        name: "full", accounts: 1_000_000, verification: .seconds(4), treeTurns: 400, messageTurns: 20, changeTurns: 60, startUps: 4)
    static let quick = BenchPlan(
        name: "quick", accounts: 100_000, verification: .seconds(2), treeTurns: 100, messageTurns: 8, changeTurns: 20, startUps: 2)
}
