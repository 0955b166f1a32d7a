import Metrics
import Testing

@testable import NodeAPI

@Suite("The metrics text")
struct PrometheusRegistryTests {
    /// One sample line: name, labels as they stand, value.
    private struct Sample: Equatable {
        let name: String
        let labels: String
        let value: Double
    }

    /// Reads the text exposition format 0.0.4, strictly enough for what we print: every metric has its type once, before its samples.
    private func parse(_ text: String) throws -> [Sample] {
        #expect(text.hasSuffix("\n"))
        var typed: Set<Substring> = []
        var samples: [Sample] = []
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if let type = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|summary)/) {
                #expect(typed.insert(type.1).inserted, "\(type.1) is typed twice")
                continue
            }
            let sample = try #require(
                line.wholeMatch(
                    of: /([a-zA-Z_:][a-zA-Z0-9_:]*?)(_sum|_count)?(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*")*\})? (-?[0-9.e+-]+)/
                ), "\(line)")
            #expect(typed.contains(sample.1) || typed.contains(sample.1 + (sample.2 ?? "")), "\(line) has no type")
            samples.append(
                Sample(name: String(sample.1) + (sample.2 ?? ""), labels: String(sample.3 ?? ""), value: try #require(Double(sample.4))))
        }
        return samples
    }

    @Test("counters, gauges, recorders and timers are well-formed, with labels escaped")
    func wellFormed() throws {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "plimsoll_alarms_total", dimensions: [("kind", "frozen")]).increment(by: 2)
        registry.makeCounter(label: "plimsoll_alarms_total", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 1)
        registry.makeRecorder(label: "plimsoll.chain-height", dimensions: [], aggregate: false).record(Int64(12))
        registry.makeTimer(label: "plimsoll_step", dimensions: []).recordNanoseconds(1_500_000_000)
        registry.makeMeter(label: "9lives", dimensions: [("odd name", "x")]).set(0.25)
        let samples = try parse(registry.exposition())
        #expect(samples.contains(Sample(name: "plimsoll_alarms_total", labels: "{kind=\"frozen\"}", value: 2)))
        #expect(samples.contains(Sample(name: "plimsoll_alarms_total", labels: "{kind=\"a\\\"b\\\\c\\nd\"}", value: 1)))
        #expect(samples.contains(Sample(name: "plimsoll_chain_height", labels: "", value: 12)))
        #expect(samples.contains(Sample(name: "plimsoll_step_sum", labels: "", value: 1.5)))
        #expect(samples.contains(Sample(name: "plimsoll_step_count", labels: "", value: 1)))
        #expect(samples.contains { $0.name == "_9lives" && $0.labels == "{odd_name=\"x\"}" && $0.value == 0.25 })
        #expect(samples.contains(Sample(name: "plimsoll_metrics_series_dropped_total", labels: "", value: 0)))
    }

    @Test("the same name and labels are one series, whoever asks for it")
    func oneSeries() throws {
        let registry = PrometheusRegistry()
        for _ in 0..<3 { registry.makeCounter(label: "hits", dimensions: [("a", "1")]).increment(by: 1) }
        #expect(try parse(registry.exposition()).first { $0.name == "hits" }?.value == 3)
    }

    @Test("series are bounded, and those let go are counted")
    func bounded() throws {
        let registry = PrometheusRegistry()
        for number in 0..<(PrometheusRegistry.maximumSeries + 5) {
            registry.makeCounter(label: "hostile", dimensions: [("who", "\(number)")]).increment(by: 1)
        }
        let text = registry.exposition()
        #expect(text.split(separator: "\n").count { $0.hasPrefix("hostile{") } == PrometheusRegistry.maximumSeries)
        #expect(text.contains("plimsoll_metrics_series_dropped_total 5"))
    }

    @Test("numbers no JSON has are printed as Prometheus reads them")
    func oddNumbers() throws {
        let registry = PrometheusRegistry()
        registry.makeMeter(label: "up", dimensions: []).set(Double.infinity)
        registry.makeMeter(label: "down", dimensions: []).set(-Double.infinity)
        registry.makeMeter(label: "none", dimensions: []).set(Double.nan)
        registry.makeMeter(label: "big", dimensions: []).set(1e300)
        let text = registry.exposition()
        #expect(text.contains("up +Inf\n"))
        #expect(text.contains("down -Inf\n"))
        #expect(text.contains("none NaN\n"))
        #expect(text.contains("big 1e+300\n"))
    }
}
