/// Whether whoever asked still waits: asked between the steps of work that may be long, so that the edge can end it.
///
/// It decides whether there is an answer, never which: work that is given up throws.
public struct Patience: Sendable {
    /// Waits for every answer, however long it takes.
    public static let endless = Patience { false }

    private let hasRunOut: @Sendable () -> Bool

    /// - Parameter hasRunOut: quick to ask, from any thread; once true it stays so.
    public init(hasRunOut: @escaping @Sendable () -> Bool) { self.hasRunOut = hasRunOut }

    public var isOver: Bool { hasRunOut() }

    /// - Throws: `givenUp`.
    public func verify() throws(RiskModelError) {
        if isOver { throw .givenUp }
    }
}
