import ChainModel
import CollateralState

/// What one event leads to, gathered: all records go into one transaction, and everything else happens after it.
struct Turn {
    let now: Timestamp
    private(set) var records: [StoredRecord] = []
    private var followUps: [Action] = []
    private var isViewChanged = false

    init(now: Timestamp) { self.now = now }

    mutating func keep(_ record: StoredRecord) { records.append(record) }
    mutating func then(_ action: Action) { followUps.append(action) }
    mutating func raise(_ alarm: Alarm) { followUps.append(.alarm(alarm)) }
    mutating func viewChanged() { isViewChanged = true }

    /// Durable first, then the view, then the rest.
    func actions() -> [Action] {
        (records.isEmpty ? [] : [.persist(records)]) + (isViewChanged ? [.viewChanged] : []) + followUps
    }
}
