import RiskModels
import Testing
import TestVectors

@Suite("Backtests")
struct BacktestTests {
    @Test("the supervisors' table: zones and cumulative probabilities for 250 days")
    func trafficLight() throws {
        let table: [(Int, TrafficLight.Zone, Double, Double)] = [
            (0, .green, 0.0811, 0), (4, .green, 0.8922, 0), (5, .yellow, 0.9588, 0.2), (6, .yellow, 0.9863, 0.26), (9, .yellow, 0.9997, 0.42),
            (10, .red, 0.9999, 0.5), (15, .red, 1, 0.5),
        ]
        for (exceptions, zone, probability, addOn) in table {
            let light = try TrafficLight.evaluate(observations: 250, exceptions: exceptions, expectedRate: 0.01)
            #expect(light.zone == zone && light.multiplierAddOn == addOn)
            #expect((light.cumulativeProbability - probability).magnitude < 6e-5, "\(exceptions)")
        }
        #expect(try TrafficLight.evaluate(observations: 500, exceptions: 3, expectedRate: 0.01).multiplierAddOn == nil)
    }

    @Test("the right number of exceptions is no evidence, and the days give the same transitions as counting them")
    func ratios() throws {
        #expect(try KupiecTest.evaluate(observations: 200, exceptions: 10, expectedRate: 0.05).statistic < 1e-12)
        #expect(try KupiecTest.evaluate(observations: 250, exceptions: 0, expectedRate: 0.01).statistic > 5)
        #expect(try KupiecTest.evaluate(observations: 250, exceptions: 250, expectedRate: 0.01).pValue < 1e-300)
        let days = [false, false, true, true, false, true, false, false]
        let transitions = try ChristoffersenTest.Transitions(exceptions: days)
        let expected = try ChristoffersenTest.Transitions(calmToCalm: 2, calmToException: 2, exceptionToCalm: 2, exceptionToException: 1)
        #expect(transitions == expected)
        let whole = try ChristoffersenTest.evaluate(exceptions: days, expectedRate: 0.05)
        let parts = try ChristoffersenTest.evaluate(transitions, observations: 8, exceptions: 3, expectedRate: 0.05)
        #expect(whole == parts)
        #expect(whole.conditionalCoverage.statistic >= whole.independence.statistic)
    }

    @Test("the largest increase is that of every pair of days tried, and longer windows never show less")
    func procyclicality() throws {
        var generator = SeededGenerator()
        for _ in 0..<100 {
            let margins = (0..<60).map { _ in Double.random(in: 50...200, using: &generator) }
            var last = 0.0
            for days in [1, 3, 5, 30, 100] {
                var brute = 0.0
                for start in margins.indices {
                    for end in start..<min(margins.count, start + days + 1) { brute = max(brute, margins[end] / margins[start] - 1) }
                }
                let got = try Procyclicality.largestIncrease(margins: margins, days: days)
                #expect(got == brute)
                #expect(got >= last)
                last = got
            }
            let ratio = try Procyclicality.peakToTrough(margins: margins)
            #expect(ratio >= 1 && last <= ratio)
        }
    }
}
