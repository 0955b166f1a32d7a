import ChainModel
import CollateralState
import Testing

func sources(_ operators: [String]) throws -> [Source] {
    try operators.enumerated().map { try Source(id: SourceID($0.offset), name: "source-\($0.offset)", operatorName: $0.element) }
}

func panel(_ operators: [String], _ required: Int, minimum: EvidenceClass = .quorumRead) throws -> SourcePanel {
    let rule = try ReadRule(requiredOperators: required, of: Set(operators).count, minimumEvidence: minimum)
    return try SourcePanel(sources: try sources(operators), rule: rule)
}

struct PanelTests {
    @Test("a read rule needs more than half of the operators and no more than all")
    func ruleRange() {
        for operators in 1...9 {
            for required in -1...11 {
                let isRule = required > operators / 2 && required <= operators
                let rule = try? ReadRule(requiredOperators: required, of: operators, minimumEvidence: .singleRead)
                #expect((rule != nil) == isRule, "\(required) of \(operators)")
            }
        }
        #expect(throws: ChainModelError.ruleOutOfRange(required: 1, operators: 0)) {
            try ReadRule(requiredOperators: 1, of: 0, minimumEvidence: .singleRead)
        }
    }

    @Test("one operator cannot be asked for a quorum")
    func unreachable() {
        #expect(throws: ChainModelError.evidenceUnreachable(expected: .quorumRead, best: .singleRead)) {
            try ReadRule(requiredOperators: 1, of: 1, minimumEvidence: .quorumRead)
        }
    }

    @Test("a panel counts operators, not sources, against its rule")
    func operators() throws {
        let rule = try ReadRule(requiredOperators: 2, of: 3, minimumEvidence: .quorumRead)
        #expect(throws: ChainModelError.operatorCount(expected: 3, got: 2)) {
            try SourcePanel(sources: try sources(["a", "a", "b"]), rule: rule)
        }
        #expect(throws: Never.self) { try SourcePanel(sources: try sources(["a", "a", "b", "c"]), rule: rule) }
    }

    @Test("a panel has sources, each once and at the place its id names")
    func places() throws {
        let rule = try ReadRule(requiredOperators: 2, of: 2, minimumEvidence: .quorumRead)
        let (first, second) = (try sources(["a", "b"])[0], try sources(["a", "b"])[1])
        #expect(throws: ChainModelError.sourceOutOfPlace(expected: 0, got: 1)) { try SourcePanel(sources: [second, first], rule: rule) }
        #expect(throws: ChainModelError.sourceCount(expected: 1...64, got: 0)) { try SourcePanel(sources: [], rule: rule) }
        let twin = try Source(id: SourceID(1), name: first.name, operatorName: "b")
        #expect(throws: ChainModelError.duplicateSource(name: first.name)) { try SourcePanel(sources: [first, twin], rule: rule) }
        let panel = try SourcePanel(sources: [first, second], rule: rule)
        #expect(panel[SourceID(1)] == second && panel[SourceID(2)] == nil && panel[SourceID(-1)] == nil)
    }

    @Test("an operator has one spelling", arguments: ["Alchemy", "a b", "", "é", String(repeating: "a", count: 65)])
    func names(_ name: String) {
        #expect(throws: ChainModelError.malformedName(field: "operator name", got: String(name.prefix(80)))) {
            try Source(id: SourceID(0), name: "x", operatorName: name)
        }
        #expect(throws: ChainModelError.self) { try Source(id: SourceID(0), name: name, operatorName: "x") }
    }
}
