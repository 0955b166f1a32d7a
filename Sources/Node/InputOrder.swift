import Encoding
public import Margin
public import NodeStorage

/// Prices and parameters are numbered and chained: what was taken once is never replaced by something older, or by something else of its number.
public enum InputOrder {
    public static func verify(_ next: PriceBook, after head: InputHead?, file: String) throws(NodeError) {
        try verify(InputHead(number: next.number, digest: next.digest), previous: next.record.previous, "prices", after: head, file)
    }

    public static func verify(_ next: ParameterSet, after head: InputHead?, file: String) throws(NodeError) {
        try verify(InputHead(number: next.number, digest: next.digest), previous: next.previous, "parameters", after: head, file)
    }

    /// Records may have been missed between the two; the one right after must name the one before.
    private static func verify(
        _ next: InputHead, previous: Digest, _ record: String, after head: InputHead?, _ file: String
    ) throws(NodeError) {
        guard let head, next.digest != head.digest else { return }
        guard next.number > head.number else {
            throw .invalid(
                file: file, setting: "number",
                reason: "\(record) \(head.number) were taken before, with digest \(head.digest); other \(record) need a higher number, got \(next.number)")
        }
        guard next.number != head.number + 1 || previous == head.digest else {
            throw .margin(file: file, .brokenChain(record: record, expected: head.digest, got: previous))
        }
    }
}
