public import Metrics
import Synchronization

/// A swift-metrics backend that prints Prometheus text exposition format 0.0.4.
///
/// Series are bounded: beyond the bound new label sets are dropped and counted, so that hostile labels cannot exhaust memory.
public final class PrometheusRegistry: MetricsFactory, Sendable {
    /// The most series kept.
    static let maximumSeries = 8_192

    private struct State {
        var series: [SeriesName: Series] = [:]
        var dropped: UInt64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    private func series(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
        let name = SeriesName(label: label, dimensions: dimensions)
        return state.withLock { state in
            if let known = state.series[name] { return known }
            let series = Series(kind: kind)
            guard state.series.count < Self.maximumSeries else {
                state.dropped += 1
                return series
            }
            state.series[name] = series
            return series
        }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, aggregate ? .summary : .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .summary)
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// All series, grouped by name, each group headed by its type.
    public func exposition() -> String {
        let (all, dropped) = state.withLock { ($0.series, $0.dropped) }
        var lines: [String] = []
        var previous = ""
        for (name, series) in all.sorted(by: { $0.key < $1.key }) {
            if name.metric != previous { lines.append("# TYPE \(name.metric) \(series.kind.rawValue)") }
            previous = name.metric
            lines += series.lines(name)
        }
        lines += ["# TYPE plimsoll_metrics_series_dropped_total counter", "plimsoll_metrics_series_dropped_total \(dropped)"]
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A metric's name and labels in Prometheus spelling.
struct SeriesName: Hashable, Comparable {
    let metric: String
    let labels: String

    init(label: String, dimensions: [(String, String)]) {
        metric = Self.name(label, alsoAllowed: ["_", ":"])
        labels = dimensions.map { "\(Self.name($0.0, alsoAllowed: ["_"]))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    }

    /// Prometheus names: ASCII letters, digits and a few signs, no digit first.
    private static func name(_ text: String, alsoAllowed: Set<Character>) -> String {
        let name = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || alsoAllowed.contains($0) ? $0 : "_" })
        return name.first.map(\.isNumber) ?? true ? "_\(name)" : name
    }

    /// `extra` is a label beside the series' own.
    func with(suffix: String = "", extra: String? = nil) -> String {
        let all = [labels, extra ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
        return metric + suffix + (all.isEmpty ? "" : "{\(all)}")
    }

    private static func escaped(_ value: String) -> String {
        String(value.prefix(200)).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    static func < (left: Self, right: Self) -> Bool { (left.metric, left.labels) < (right.metric, right.labels) }
}

/// One series' values.
final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Kind: String {
        case counter, gauge, summary
    }

    private struct Value {
        var last = 0.0
        var sum = 0.0
        var count: UInt64 = 0
    }

    let kind: Kind
    private let value = Mutex(Value())

    init(kind: Kind) { self.kind = kind }

    func increment(by amount: Int64) { value.withLock { $0.last += Double(amount) } }
    func reset() { value.withLock { $0 = Value() } }
    func set(_ number: Int64) { set(Double(number)) }
    func set(_ number: Double) { value.withLock { $0.last = number } }
    func increment(by amount: Double) { value.withLock { $0.last += amount } }
    func decrement(by amount: Double) { value.withLock { $0.last -= amount } }
    func record(_ number: Int64) { record(Double(number)) }

    func record(_ number: Double) {
        value.withLock {
            $0.last = number
            $0.sum += number
            $0.count += 1
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func lines(_ name: SeriesName) -> [String] {
        let value = value.withLock { $0 }
        switch kind {
        case .counter, .gauge: return ["\(name.with()) \(Self.text(value.last))"]
        case .summary: return ["\(name.with(suffix: "_sum")) \(Self.text(value.sum))", "\(name.with(suffix: "_count")) \(value.count)"]
        }
    }

    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}
