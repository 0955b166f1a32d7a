public import CollateralState
import Encoding
public import Governance
public import Margin
public import NodeAPI
public import NodeStorage

/// Parameters under governance, as one node knows them: who governs and what they agreed upon, from files, and when each was first seen,
/// from the database.
///
/// What does not verify is reported and changes nothing. A receipt is durable before anything is made of it.
public struct GovernedParameterFiles: Sendable {
    /// What becomes of a first sight.
    public enum Receipts: Sendable {
        /// It is kept in the database: for the node, which owns it.
        case kept
        /// It is not: what no node has seen yet counts as seen now, and so as pending.
        case forgotten
    }

    let configuration: NodeConfiguration
    let files: NodeConfiguration.GovernanceFiles
    let store: Store
    let keeps: Bool
    var governance: SeenGovernance?
    var pinned: ParameterSet?
    var received: [Digest: ReceivedParameters] = [:]
    var isRestored = false
    /// Whether parameters were governed here before.
    var isPinned = false

    /// What is agreed upon and what of it holds when; nil while governance or the pinned parameters cannot be read.
    public private(set) var timeline: ParameterTimeline?
    private var needsTimeline = false
    private var held: (place: ParameterTimeline.Place, set: ParameterSet?)?
    private var changes = FileChanges()
    /// Files that could not be taken for a reason that may pass.
    private var retried: Set<String> = []
    private var reportedRefusals: Set<Digest> = []
    /// What stands in the way now, by what was attempted.
    private var problems: [String: String] = [:]

    /// nil when the configuration names no governance. Reads nothing yet.
    public init?(_ configuration: NodeConfiguration, _ store: Store, receipts: Receipts) {
        guard let files = configuration.governance else { return nil }
        self.configuration = configuration
        self.files = files
        self.store = store
        keeps = receipts == .kept
    }

    /// For whoever asks the node.
    public var standing: ParameterGovernance { timeline.map { .governed($0) } ?? .unreadable }

    /// Reads what has changed since the last call, and turns to what holds now.
    ///
    /// - Parameter report: called with every reason why something is not used, once for each.
    public mutating func refresh(now: Timestamp, report: (NodeError) -> Void) {
        read(files.file, report) { governed throws(NodeError) in try governed.readGovernance(now) }
        guard let governance else { return }
        if let file = files.pinnedParameters {
            read(file, report) { governed throws(NodeError) in try governed.readPinned(file, governance, now) }
            if pinned == nil { return }
        }
        attempt("restore", report) { governed throws(NodeError) in try governed.restore() }
        guard isRestored else { return }
        for file in configuration.parameters {
            read(file, report) { governed throws(NodeError) in try governed.readProposal(file, governance, now) }
        }
        if needsTimeline || timeline?.governance.sets.count != governance.history(at: now).sets.count {
            attempt("timeline", report) { governed throws(NodeError) in try governed.makeTimeline(governance, now) }
        }
        for refusal in timeline?.refusals ?? [] where reportedRefusals.insert(refusal.digest).inserted {
            report(.governance(file: "the proposal \(refusal.digest) of parameters \(refusal.number)", refusal.error))
        }
        attempt("turn", report) { governed throws(NodeError) in try governed.turn(to: now) }
    }

    /// The parameters that hold at a moment; nil before the first ones.
    public mutating func parameters(at now: Timestamp) -> ParameterSet? {
        do { return try set(at: now) } catch { return nil }
    }

    private mutating func set(at now: Timestamp) throws(NodeError) -> ParameterSet? {
        guard let timeline else { return nil }
        let place = timeline.place(at: now)
        if let held, held.place == place { return held.set }
        let set = try governing("parameters \(place.number ?? 0), step \(place.step)") { () throws(GovernanceError) in try timeline.set(at: now) }
        held = (place, set)
        return set
    }

    private mutating func makeTimeline(_ governance: SeenGovernance, _ now: Timestamp) throws(NodeError) {
        let next = try governing(files.pinnedParameters ?? files.file) { () throws(GovernanceError) in
            try ParameterTimeline(governance: governance.history(at: now), pinned: pinned, received: Array(received.values), now: now)
        }
        try verifyBeginning(of: next)
        (timeline, held, needsTimeline, isPinned) = (next, nil, false, true)
    }

    /// What the node used before, governed or not, is never gone back upon; and once it is governed, what is pinned is what was used or
    /// agreed upon, or else whoever can write that file would decide.
    private func verifyBeginning(of next: ParameterTimeline) throws(NodeError) {
        guard let head = try storing({ () throws(NodeStorageError) in try store.head(of: .parameters) }),
            let first = next.pinned ?? next.entries.first?.governed.set, first.digest != head.digest,
            !next.entries.contains(where: { $0.governed.set.digest == head.digest })
        else { return }
        let file = files.pinnedParameters ?? files.file
        try InputOrder.verify(first, after: head, file: file)
        guard isPinned, !received.values.contains(where: { $0.signed.set == first }) else { return }
        throw .pinnedUnknown(file: file, expected: head.digest, got: first.digest)
    }

    private mutating func turn(to now: Timestamp) throws(NodeError) {
        _ = try set(at: now)
        guard keeps, let target = timeline?.entry(at: now)?.governed.set ?? timeline?.pinned else { return }
        try storing { () throws(NodeStorageError) in
            if let head = try store.head(of: .parameters), head.number >= target.number { return }
            try store.keep(InputHead(number: target.number, digest: target.digest), of: .parameters)
        }
    }
}

extension GovernedParameterFiles {
    /// Reads a file that has changed, or could not be taken for a reason that may have passed.
    private mutating func read(_ file: String, _ report: (NodeError) -> Void, _ body: (inout Self) throws(NodeError) -> Void) {
        let isNew = changes.isNew(file, orMissing: true)
        guard isNew || retried.contains(file) else { return }
        do throws(NodeError) {
            try body(&self)
            retried.remove(file)
            needsTimeline = true
        } catch {
            if error.mayPass { retried.insert(file) } else { retried.remove(file) }
            if isNew { report(error) }
        }
    }

    /// Does what is tried again at every turn; the same problem is told once.
    private mutating func attempt(_ what: String, _ report: (NodeError) -> Void, _ body: (inout Self) throws(NodeError) -> Void) {
        do throws(NodeError) {
            try body(&self)
            problems[what] = nil
        } catch {
            if problems.updateValue(error.description, forKey: what) != error.description { report(error) }
        }
    }
}

extension NodeError {
    /// Whether the same file may be taken later: when the database answers again, or the clock has come to a proposal's date.
    fileprivate var mayPass: Bool {
        switch self {
        case .storage, .governance(_, .proposedInFuture): true
        default: false
        }
    }
}
