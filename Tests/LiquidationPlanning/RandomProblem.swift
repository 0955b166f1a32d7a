import ChainIdentity
import LiquidationPlanning
import Quantities
import RiskModels
import TestVectors

/// Small random accounts below their line, with every rule that makes the choice hard.
struct RandomProblem {
    var holdings = 1...3
    var liabilities = 1...2
    var withCosts = true
    var withDust = true

    func make(_ generator: inout SeededGenerator) throws -> LiquidationProblem {
        let chains = [ChainID(eip155: 1), ChainID(eip155: 10)]
        let count = Int.random(in: holdings, using: &generator)
        var held: [SaleableHolding] = []
        for index in 0..<count { held.append(try holding(index, on: chains[index % 2], &generator)) }
        let counted = held.reduce(0) { $0 + $1.quantity.double * $1.price.double * $1.countedShare.double }
        let owed = counted * Double.random(in: 0.88...1.1, using: &generator)
        let debts = Int.random(in: liabilities, using: &generator)
        let shares = debts == 1 ? [1.0] : [0.6, 0.4]
        let liabilities = try shares.enumerated().map { (index, share) in
            let rate = tenths(0...2, &generator)
            return try Liability(
                asset: "debt-\(index)", chain: chains[index], value: fixed(owed * share), maintenanceRate: fixed(rate / 2), liquidationEndRate: fixed(rate))
        }
        let terms = try chains.map {
            try ChainTerms(
                chain: $0, transactionCost: fixed(withCosts ? Double(Int.random(in: 0...6, using: &generator)) : 0), delaySeconds: 3_600,
                delayCost: .volatility(multiplier: 1))
        }
        return try LiquidationProblem(holdings: held, liabilities: liabilities, untouched: .nothing, chains: terms, rules: rules(owed, &generator))
    }

    private func rules(_ owed: Double, _ generator: inout SeededGenerator) throws -> LiquidationRules {
        let dust = withDust ? Double(Int.random(in: 0...8, using: &generator)) * 10 : 0
        let isClosing = withDust && Bool.random(using: &generator)
        return try LiquidationRules(
            closeFactor: isClosing ? CloseFactor(smallPosition: fixed(owed / 4)) : nil, dust: fixed(dust),
            minimumSale: fixed(withDust ? Double(Int.random(in: 0...5, using: &generator)) * 10 : 0),
            keptProceedsShare: Bool.random(using: &generator) ? fixed(0.95) : nil)
    }

    private func holding(_ index: Int, on chain: ChainID, _ generator: inout SeededGenerator) throws -> SaleableHolding {
        let value = Double(Int.random(in: 2...12, using: &generator)) * 50
        let price: Double = [1, 8, 250][Int.random(in: 0..<3, using: &generator)]
        let reach = Bool.random(using: &generator) ? value * 2 : value * 0.7
        var levels: [MarketDepth.Level] = []
        var slippage = 0.002
        for level in 1...Int.random(in: 1...3, using: &generator) {
            levels.append(MarketDepth.Level(upTo: try fixed(reach * Double(level) / 3), slippage: try fixed(slippage)))
            slippage += 0.015 * Double(Int.random(in: 0...3, using: &generator))
        }
        let depth = try MarketDepth(levels: levels)
        let counted = Double(Int.random(in: 50...97, using: &generator)) / 100
        let bonus = Double(Int.random(in: 0...10, using: &generator)) / 100
        return try SaleableHolding(
            asset: "asset-\(index)", chain: chain, quantity: fixed(value / price), price: fixed(price),
            countedShare: fixed(counted), bonus: fixed(bonus),
            volatility: fixed(0.5), depth: depth)
    }

    private func tenths(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Double {
        Double(Int.random(in: range, using: &generator)) / 10
    }
}

func fixed(_ value: Double) throws -> FixedPoint { try AmountConversion.amount(value, rounding: .halfEven) }

extension FixedPoint {
    var double: Double { AmountConversion.double(self) }
}
