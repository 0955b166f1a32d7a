import Foundation
import Margin
import Quantities

/// The limits of a margin report: the arithmetic that it cannot do without, and nothing around it.
enum RawMargin {
    /// How often a report multiplies money: every line and asset by its price, by every share that takes something off, by its rates.
    static func products(of report: MarginReport) -> Int {
        let kinds = MarginKind.allCases.count
        let lines = report.lines.reduce(0) { sum, line in
            switch line.contribution {
            case .collateral(_, let deductions, _): sum + 1 + kinds * deductions.count
            case .debt, .position: sum + 2 * kinds
            case .uncounted, .unpriceable: sum
            }
        }
        return report.assets.reduce(lines) { $0 + kinds * $1.deductions.count }
    }

    /// 128 by 128 bits, each product part of the next one's input. Not inlined, or it would be done once for many turns.
    @inline(never)
    static func multiply(times: Int, from seed: Int) -> UInt128 {
        var product: UInt128 = 0x9e37_79b9_7f4a_7c15_9e37_79b9_7f4a_7c15 ^ UInt128(UInt64(truncatingIfNeeded: seed))
        for number in 0..<times {
            let (high, low) = product.multipliedFullWidth(by: UInt128(number) | 1 << 100)
            product = high ^ low
        }
        return product
    }

    /// As many bytes as the text has.
    static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text.utf8)
    }

    /// As many option values as a grid has, by the C library: Black-76 with its logarithm, exponential and two error functions.
    @inline(never)
    static func optionValues(count: Int) -> Double {
        var sum = 0.0
        for number in 0..<count {
            let (forward, strike) = (3_000.0 + Double(number), 3_100.0)
            let deviation = 0.6 * (Double(number % 5 + 1) * 7 / 365).squareRoot()
            let first = log(forward / strike) / deviation + deviation / 2
            let chances = (erfc(-first / 2.0.squareRoot()) / 2, erfc((deviation - first) / 2.0.squareRoot()) / 2)
            sum += exp(-0.01) * (forward * chances.0 - strike * chances.1)
        }
        return sum
    }

    /// As many normal numbers as a simulation has, by the C library: Box-Muller, two from each logarithm and root.
    static func normalNumbers(count: Int, _ random: inout SeededGenerator) -> Double {
        var sum = 0.0
        for _ in 0..<(count + 1) / 2 {
            let radius = (-2 * log(Double.random(in: 1e-300..<1, using: &random))).squareRoot()
            let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &random)
            sum += radius * cos(angle) + radius * sin(angle)
        }
        return sum
    }
}
