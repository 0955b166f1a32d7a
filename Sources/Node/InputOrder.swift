import Encoding
public import Margin
public import NodeStorage

/// Prices, venue records and parameters are numbered and chained: what was taken once is never replaced by something older, or by something else of its number.
public enum InputOrder {
    /// The rule for one source's records. The one right after the record taken last must be smoothed from it, and number 1 from nothing; where records were
    /// missed between the two, smoothing cannot be followed, but rule, decimals and times must hold.
    public static func verify(_ next: PriceRecord, after head: PriceHead?, file: String) throws(NodeError) {
        try verify(
            InputHead(number: next.number, digest: next.digest), previous: next.previous, "prices",
            after: head.map { InputHead(number: $0.number, digest: $0.digest) }, file)
        do throws(MarginError) {
            guard let head else { return next.number == 1 ? try next.verifyFirst() : () }
            guard next.digest != head.digest else { return }
            let earlier = try PriceRecord(parsing: head.record)
            if next.number == head.number + 1 { try next.verify(succeeding: earlier) } else { try next.verify(comingAfter: earlier) }
        } catch { throw .margin(file: file, error) }
    }

    /// The rule for one venue's records: numbers rise, the next one names the digest of the one before, and neither time nor currency goes back on itself.
    /// Where records were missed between the two, the later one stands alone: it is complete.
    public static func verify(_ next: VenueRecord, after head: VenueHead?, file: String) throws(NodeError) {
        try verify(
            InputHead(number: next.number, digest: next.digest), previous: next.previous, "venue records",
            after: head.map { InputHead(number: $0.number, digest: $0.digest) }, file)
        guard let head, next.digest != head.digest else { return }
        guard next.publishedAt >= head.publishedAt else {
            throw .margin(
                file: file,
                .outOfRange(
                    field: "publication time of venue record \(next.number)", expected: "at or after \(head.publishedAt)", got: "\(next.publishedAt)"))
        }
        guard next.quote.description == head.quote else {
            throw .invalid(
                file: file, setting: "quote",
                reason: "venue \(next.venue) counted in \(head.quote) before, and in \(next.quote) now; another currency needs a venue of another name")
        }
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
