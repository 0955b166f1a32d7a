import Testing

/// What was waited for and did not come.
struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    let patience: Duration
    let last: String

    var description: String { "\(what) did not happen within \(patience)\(last.isEmpty ? "" : "; at last: \(last)")" }
}

/// Asks again and again until `holds`, or throws.
///
/// - Parameter last: what to say of the last look when it never held.
func eventually(
    _ what: String, within patience: Duration = .seconds(90), every pause: Duration = .milliseconds(50),
    last: () async throws -> String = { "" }, _ holds: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + patience
    while try await !holds() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what, patience: patience, last: try await last()) }
        try await Task.sleep(for: pause)
    }
}
