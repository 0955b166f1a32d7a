/// What one unit of exposure won (positive) or lost, period by period.
public struct ReturnSeries: Hashable, Sendable {
    /// How several periods make one.
    public enum Accumulation: String, Hashable, Sendable, CaseIterable {
        /// Simple returns, p1 / p0 - 1: they compound. Each is more than -1.
        case compounded
        /// Profits in amounts: they add up.
        case added
    }

    /// At most 64 printable ASCII characters.
    public let name: String
    /// Oldest first.
    public let values: [Double]
    public let accumulation: Accumulation
    /// The day each value was known, ascending; nil where periods are only counted.
    public let dates: [PriceDate]?

    public static let longest = 20_000

    /// - Throws: `count`, also for a name that cannot be one; `notFinite`; `outOfRange` for a return of -1 or less; `sizeMismatch` and
    ///   `unordered` for the dates.
    public init(
        name: String, values: [Double], accumulation: Accumulation, dates: [PriceDate]? = nil
    ) throws(RiskModelError) {
        guard Self.isName(name.utf8) else {
            throw .count(name: "letters of the series' name", got: name.utf8.count, expected: "1 to 64 printable ASCII characters without commas")
        }
        try Require.count(values.count, "returns", atLeast: 1, atMost: Self.longest)
        try Require.allFinite(values, "returns")
        if accumulation == .compounded {
            for index in values.indices where values[index] <= -1 {
                throw .outOfRange(name: "returns[\(index)]", got: values[index], expected: "more than -1: a price stays above zero")
            }
        }
        if let dates {
            guard dates.count == values.count else { throw .sizeMismatch(name: "dates", got: dates.count, expected: values.count) }
            for index in dates.indices.dropFirst() where dates[index] <= dates[index - 1] { throw .unordered(name: "dates", index: index) }
        }
        self.name = name
        self.values = values
        self.accumulation = accumulation
        self.dates = dates
    }

    /// What the periods from `index` on lose together, loss positive; as many as there are within `count`.
    func loss(from index: Int, count: Int) -> Double {
        let periods = values[index..<min(values.count, index + count)]
        return switch accumulation {
        case .added: -periods.reduce(0, +)
        case .compounded: 1 - periods.reduce(1) { $0 * (1 + $1) }
        }
    }

    /// The day of a period, or its number from 0.
    func label(_ index: Int) -> String { dates.map { "\($0[index])" } ?? "\(index)" }

    static func isName(_ text: some Collection<UInt8>) -> Bool {
        (1...64).contains(text.count) && text.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }
    }
}
