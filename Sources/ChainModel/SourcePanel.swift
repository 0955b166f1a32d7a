/// The sources of one chain and the rule by which their answers count.
public struct SourcePanel: Hashable, Sendable {
    /// The most sources one chain may have: an attestation counts them in one byte.
    public static let maximumSources = 64

    /// Each at the place its id names.
    public let sources: [Source]
    public let rule: ReadRule

    /// - Throws: `sourceCount` for none or more than 64, `sourceOutOfPlace` unless ids count up from 0, `duplicateSource` when two share a
    ///   name, `operatorCount` when the rule was made for another number of operators.
    public init(sources: [Source], rule: ReadRule) throws(ChainModelError) {
        guard (1...Self.maximumSources).contains(sources.count) else {
            throw .sourceCount(expected: 1...Self.maximumSources, got: sources.count)
        }
        var names: Set<String> = []
        for (index, source) in sources.enumerated() {
            guard source.id.index == index else { throw .sourceOutOfPlace(expected: index, got: source.id.index) }
            guard names.insert(source.name).inserted else { throw .duplicateSource(name: source.name) }
        }
        let operators = Set(sources.map(\.operatorName)).count
        guard operators == rule.operators else { throw .operatorCount(expected: rule.operators, got: operators) }
        self.sources = sources
        self.rule = rule
    }

    public subscript(id: SourceID) -> Source? {
        sources.indices.contains(id.index) ? sources[id.index] : nil
    }
}
