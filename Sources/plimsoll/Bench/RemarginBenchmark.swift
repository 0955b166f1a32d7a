import Encoding
import Foundation
import Quantities
import Synchronization
import SystemicRisk

/// All accounts of a venue after one price has changed, on two threads.
struct RemarginBenchmark {
    let plan: BenchPlan

    private static let threads = 2

    func figures() throws -> [Figure] {
        let name = "re-margin of 100,000 accounts x 8 assets, 2 threads"
        Output.progress("measuring \(name)")
        let workload = try RemarginWorkload()
        let chunks = workload.book.chunks(Self.threads)
        let turns = try Turns(lasting: plan.verification / 4) { turn in
            let conditions = try workload.conditions(turn)
            return try Self.seconds(chunks) { range in
                try workload.book.remargin(range, under: conditions, bounds: workload.bounds).count == range.count
            }
        } limit: { _ in
            try Self.seconds(chunks) { range in
                RawMargin.multiply(times: range.count * RemarginWorkload.productsPerAccount, from: range.lowerBound) != 0
            }
        }
        return [
            Figure(.margin, name, .seconds, ours: turns.ours, limit: turns.limit, target: .seconds(below: 0.5)),
            Figure(.margin, "peak memory of its process", .bytes, ours: [try RemarginMemory().inProcessOfItsOwn()]),
        ]
    }

    /// Until the last of the threads has ended.
    private static func seconds(_ ranges: [Range<Int>], _ work: @escaping @Sendable (Range<Int>) throws -> Bool) throws -> Double {
        let failures = Atomic<Int>(0)
        let seconds = Stopwatch.seconds {
            DispatchQueue.concurrentPerform(iterations: ranges.count) { number in
                if (try? work(ranges[number])) != true { failures.add(1, ordering: .relaxed) }
            }
        }
        guard failures.load(ordering: .relaxed) == 0 else { throw BenchError.wrongAnswer(expected: "every account's standing", got: "less") }
        return seconds
    }
}

/// 100,000 accounts with 8 assets each, of which one in four is owed, over 64 assets and 3 chains.
struct RemarginWorkload: Sendable {
    static let accounts = 100_000
    static let held = 6
    static let owed = 2
    /// Each holding by price and weight, each debt by price and two rates.
    static let productsPerAccount = 2 * held + 3 * owed
    private static let assets = 64

    let book: RiskBook
    let bounds: StandingBounds

    init() throws {
        var random = SeededGenerator(seed: 9)
        bounds = try StandingBounds(call: FixedPoint(raw: FixedPoint.one.raw / 2 * 3), reduceOnly: FixedPoint(raw: FixedPoint.one.raw / 5 * 6))
        var book = try RiskBook(
            assets: (0..<Self.assets).map {
                try RiskAsset(name: "asset \($0)", price: Self.price($0), impact: .none, dailyVolume: 1_000_000, isRisky: true)
            }, chains: ["one", "two", "three"])
        book.reserve(accounts: Self.accounts, holdings: Self.accounts * Self.held, debts: Self.accounts * Self.owed, positions: 0)
        let rates = RiskRates(maintenance: FixedPoint(raw: FixedPoint.one.raw / 20), liquidationEnd: FixedPoint(raw: FixedPoint.one.raw / 10))
        for number in 0..<Self.accounts {
            let places = random.distinct(Self.held + Self.owed, below: Self.assets).map { AssetIndex(Int32($0)) }
            try book.append(
                RiskAccount(
                    id: "\(number)",
                    holdings: places.prefix(Self.held).map {
                        RiskHolding(
                            asset: $0, chain: ChainIndex($0.number % 3), quantity: Self.amount(&random, below: 1_000),
                            weight: FixedPoint(raw: FixedPoint.one.raw / 10 * Int128(5 + $0.number % 5)))
                    },
                    debts: places.suffix(Self.owed).map { RiskDebt(asset: $0, quantity: Self.amount(&random, below: 900), rates: rates) }))
        }
        self.book = book
    }

    /// The price of one asset has changed.
    func conditions(_ turn: Int) throws -> MarketConditions {
        var prices = book.assets.map(\.price)
        prices[turn % prices.count] = FixedPoint(raw: prices[turn % prices.count].raw / 10 * 9)
        return try MarketConditions(collateralPrices: prices, liabilityPrices: prices, silentChains: [false, false, false])
    }

    private static func price(_ asset: Int) -> FixedPoint { FixedPoint(raw: FixedPoint.one.raw / 7 * Int128(asset + 1)) }

    private static func amount(_ random: inout SeededGenerator, below limit: UInt64) -> FixedPoint {
        FixedPoint(raw: Int128(UInt64.random(in: 1..<limit, using: &random)) * Int128(FixedPoint.scale) / 13)
    }
}

/// The most memory that a process needs to hold the accounts and re-margin them: asked of one that does nothing else.
struct RemarginMemory {
    static let argument = "--remargin-memory"

    /// Does the work once and prints the peak, for the process that started this one.
    func measure() throws {
        let workload = try RemarginWorkload()
        let standings = try workload.book.remargin(under: try workload.conditions(0), bounds: workload.bounds)
        guard standings.count == RemarginWorkload.accounts else { throw BenchError.wrongAnswer(expected: "every account's standing", got: "less") }
        Output().json(["peakBytes": .integer(Int(try PeakMemory.bytes()))])
    }

    func inProcessOfItsOwn() throws -> Double {
        try Double(OwnProcess.answer([Self.argument])["peakBytes"].uint64())
    }
}
