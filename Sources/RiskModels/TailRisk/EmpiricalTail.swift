/// The tail of equally weighted losses.
enum EmpiricalTail {
    /// Reorders `losses`. They are finite and at least one.
    ///
    /// `n (1 - confidence)` losses are worse than the quantile; what the product of two decimals misses of a whole number is not
    /// taken for a fraction. Fewer observations than one in the tail: the worst loss is both answers.
    static func measure(_ losses: inout [Double], confidence: Double, method: TailMethod) throws(RiskModelError) -> TailMeasure {
        let exact = Double(losses.count) * (1 - confidence)
        let nearest = exact.rounded()
        let tail = (exact - nearest).magnitude <= 1e-9 * max(1, nearest) ? nearest : exact
        let whole = min(Int(tail), losses.count - 1)
        let worst = largest(whole + 1, of: &losses)
        let valueAtRisk = worst[whole]
        // Written as the quantile plus a mean excess, which is never negative: rounding cannot put it below the value at risk.
        var excess = 0.0
        for index in 0..<whole { excess += worst[index] - valueAtRisk }
        let shortfall = tail > 0 ? valueAtRisk + excess / tail : valueAtRisk
        return TailMeasure(
            confidence: confidence, valueAtRisk: valueAtRisk, expectedShortfall: try Require.result(shortfall, "expected shortfall"),
            method: method)
    }

    /// The `count` largest values, descending. The rest is left in any order, so that the cost is that of reading, not of sorting.
    static func largest(_ count: Int, of values: inout [Double]) -> [Double] {
        values.withUnsafeMutableBufferPointer { partition($0, count) }
        return values[0..<count].sorted(by: >)
    }

    /// Hoare's selection with the middle of three as pivot: the `count` largest come first. Ranges that refuse to shrink are sorted.
    private static func partition(_ values: UnsafeMutableBufferPointer<Double>, _ count: Int) {
        var low = 0
        var high = values.count - 1
        var patience = 64
        while low < high {
            if patience == 0 {
                var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
                rest.sort(by: >)
                return
            }
            patience -= 1
            let pivot = middle(values[low], values[low + (high - low) / 2], values[high])
            var i = low
            var j = high
            while i <= j {
                while values[i] > pivot { i += 1 }
                while values[j] < pivot { j -= 1 }
                if i <= j {
                    values.swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if count - 1 <= j { high = j } else if count - 1 >= i { low = i } else { return }
        }
    }

    private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double {
        max(min(a, b), min(max(a, b), c))
    }
}
