import RiskModels

/// Histories made by formula. Nothing here was ever traded.
enum PredictionPaths {
    /// A calm, a storm that announces itself by growing volatility, the worst day, and calm again.
    struct Path {
        let returns: [Double]
        /// The period in which the volatility begins to grow, and that of the largest loss.
        let onset: Int
        let crash: Int
    }

    /// Normal returns of 1 %, which grow to 4 % within 20 days before a loss of 15 %, and die down.
    static func cluster(seed: UInt64) throws -> Path {
        var normal = NormalGenerator(seed: seed)
        var deviations = [Double](repeating: 0.01, count: 400)
        for day in 0..<20 { deviations.append(0.012 + 0.028 * Double(day) / 19) }
        let crash = deviations.count
        for day in 0..<60 { deviations.append(0.01 + 0.05 * exp(-Double(day) / 12)) }
        deviations += [Double](repeating: 0.01, count: 200)
        var returns = try normal.next(deviations.count)
        for day in returns.indices { returns[day] *= deviations[day] }
        returns[crash] = -0.15
        return Path(returns: returns, onset: 400, crash: crash)
    }

    /// No chance at all: evenly spread steps (multiples of the golden ratio, modulo 1) whose size grows like 1 / (time to the crash),
    /// then -30 %, -15 %, +12 % and an echo that fades by 5 % a day.
    static func crash() -> Path {
        let (onset, crash) = (420, 450)
        let returns = (0..<700).map { day -> Double in
            let spread = (Double(day) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
            let step = (spread - 0.5) * 12.0.squareRoot()
            switch day {
            case ..<onset: return 0.011 * step
            case ..<crash: return 0.011 * (1 + 12 / Double(crash - day + 4)) * step
            case crash: return -0.30
            case crash + 1: return -0.15
            case crash + 2: return 0.12
            default: return (0.011 + 0.07 * exp(-0.05 * Double(day - crash))) * step
            }
        }
        return Path(returns: returns, onset: onset, crash: crash)
    }

    static func series(_ path: Path) throws -> ReturnSeries {
        try ReturnSeries(name: "made-up", values: path.returns, accumulation: .compounded)
    }

    private static func exp(_ x: Double) -> Double { (try? ElementaryFunctions.exponential(x)) ?? 0 }
}
