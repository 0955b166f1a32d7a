import ChainModel
import CollateralState
import Encoding
import Synchronization

/// An adapter whose every step was written down before: an answer's body is the number of its line in the script.
struct ScriptedAdapter: ChainAdapter {
    let stream: StreamDescription
    let panel: SourcePanel
    let script: Script

    init(_ stream: StreamDescription, _ script: Script) throws {
        self.stream = stream
        self.script = script
        panel = try SourcePanel(
            sources: [Source(id: SourceID(0), name: "script", operatorName: "tests")],
            rule: ReadRule(requiredOperators: 1, of: 1, minimumEvidence: .singleRead))
    }

    /// The body is the height that was read last, so that tests see where the engine asks from.
    func requests(for cursor: Cursor) -> [SourceRequest] {
        let height = cursor.position?.block.height ?? 0
        return [SourceRequest(source: SourceID(0), body: Bytes("\(height)".utf8), maximumAnswerBytes: 8, label: "script")]
    }

    func step(on answers: [SourceAnswer], for cursor: Cursor) -> ReadStep {
        guard case .body(let body)? = answers.first?.outcome, let line = body.first else {
            return ReadStep(verdict: .notYet(.chainMoved(height: 0)), next: cursor, alarms: [])
        }
        return script[line](cursor)
    }
}

/// The lines, shared by the adapters of a test.
final class Script: Sendable {
    typealias Line = @Sendable (Cursor) -> ReadStep
    private let lines = Mutex<[Line]>([])

    subscript(number: UInt8) -> Line {
        lines.withLock { lines in
            let line = lines.indices.contains(Int(number)) ? lines[Int(number)] : nil
            return line ?? { ReadStep(verdict: .notYet(.chainMoved(height: 1)), next: $0, alarms: []) }
        }
    }

    /// Puts one line in place of the whole script: tests use each once.
    func write(_ line: @escaping Line) {
        lines.withLock { $0 = [line] }
    }
}
