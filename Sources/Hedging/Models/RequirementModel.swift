internal import RiskModels

/// What an account's requirement would be with some trades added.
///
/// The implementer's duties: the same units give the same bits; a requirement is finite and not negative; no units is the account as it
/// stands. Nothing else is assumed, unless the model says that it is linear.
public protocol RequirementModel: Sendable {
    /// How many trades the model knows, in the order of the menu.
    var tradeCount: Int { get }

    /// In quote units; 0 or more.
    ///
    /// - Parameter units: of each trade of the menu; 0 or more, and whole in every suggestion.
    func requirement(units: [Double]) throws(HedgingError) -> Double

    /// The requirement as the largest of some lines, where it is that: then the cheapest hedge is an integer linear program, and can be
    /// proven for long menus too.
    var lines: RequirementLines? { get }
}

extension RequirementModel {
    public var lines: RequirementLines? { nil }
}

/// A requirement that is the largest of 0 and some linear functions of the units.
public struct RequirementLines: Hashable, Sendable {
    /// Of each line without trades.
    public let base: [Double]
    /// By line, then by trade: what one unit adds.
    public let perUnit: [[Double]]

    public init(base: [Double], perUnit: [[Double]]) {
        self.base = base
        self.perUnit = perUnit
    }
}

/// Any function of the units as a model.
public struct RequirementFunction: RequirementModel {
    public let tradeCount: Int
    private let function: @Sendable ([Double]) throws(HedgingError) -> Double

    public init(tradeCount: Int, _ function: @escaping @Sendable ([Double]) throws(HedgingError) -> Double) {
        self.tradeCount = tradeCount
        self.function = function
    }

    public func requirement(units: [Double]) throws(HedgingError) -> Double { try function(units) }
}
