public import ChainIdentity
import CollateralState
public import Encoding
public import Margin
public import Quantities
import UnifiedView

/// Where an account's margin is gone: the prices of each asset alone, and the common falls.
public struct MarginThresholds: Sendable {
    /// An answer makes some hundred reports for each asset.
    public static let maximumAssets = 256

    /// One asset, everything else as it is.
    public struct Single: Sendable {
        public let asset: AssetID
        public let price: FixedPoint
        public let initial: PriceThreshold
        public let maintenance: PriceThreshold
    }

    /// Several assets that fall by the same share.
    public struct Joint: Sendable {
        /// `all` for all that is not pegged, or the name of a class.
        public let name: String
        public let assets: [AssetID]
        public let call: JointThreshold
        public let liquidation: JointThreshold
    }

    /// Ascending by asset.
    public let singles: [Single]
    /// All that is not pegged, then each class that the account has something of, ascending.
    public let joints: [Joint]

    /// - Throws: `outOfRange` for too many assets; what a report throws.
    public init(
        _ margin: MarginCase, pegged: PeggedClasses = .standard, maximumAssets: Int = MarginThresholds.maximumAssets
    ) throws(MarginAnswersError) {
        let assets = margin.pricedAssets
        guard assets.count <= maximumAssets else {
            throw .outOfRange(field: "assets of an account", expected: "at most \(maximumAssets)", got: "\(assets.count)")
        }
        let finder = PriceThresholds(margin)
        var singles: [Single] = []
        for asset in assets {
            guard let price = margin.prices[asset]?.price else { continue }
            singles.append(
                try margining { () throws(MarginError) in
                    Single(
                        asset: asset, price: price, initial: try finder.threshold(of: asset, .initial),
                        maintenance: try finder.threshold(of: asset, .maintenance))
                })
        }
        self.singles = singles
        let classes = Dictionary(grouping: assets) { margin.parameters.rules(for: $0)?.className }
        var joints = [try Joint("all", margin.riskyAssets(beside: pegged), margin)]
        for (name, members) in classes.compactMap({ entry in entry.key.map { ($0, entry.value) } }).sorted(by: { $0.0 < $1.0 }) {
            joints.append(try Joint(name, members, margin))
        }
        self.joints = joints
    }
}

extension MarginThresholds.Joint {
    fileprivate init(_ name: String, _ assets: [AssetID], _ margin: MarginCase) throws(MarginAnswersError) {
        let (call, liquidation) = try margining { () throws(MarginError) in
            (try margin.jointThreshold(of: assets, .call), try margin.jointThreshold(of: assets, .liquidation))
        }
        self.init(name: name, assets: assets, call: call, liquidation: liquidation)
    }
}

extension MarginCase {
    /// Assets with a price that the account has to do with, underlyings of its derivatives too; ascending by text.
    fileprivate var pricedAssets: [AssetID] {
        let assets = self.assets.map { parameters.instrument($0)?.underlying ?? $0 }
        return Set(assets).filter { prices[$0] != nil }.sorted { $0.text < $1.text }
    }
}

extension MarginThresholds {
    public static let format = "plimsoll/thresholds/v1"

    public var json: JSON {
        [
            "format": .string(Self.format),
            "thresholds": .array(
                singles.map {
                    [
                        "asset": .string($0.asset.text), "price": $0.price.json, "initial": $0.initial.json, "maintenance": $0.maintenance.json,
                    ]
                }),
            "joint": .array(
                joints.map {
                    [
                        "of": .string($0.name), "assets": .array($0.assets.map { .string($0.text) }), "call": $0.call.json,
                        "liquidation": $0.liquidation.json,
                    ]
                }),
        ]
    }
}

extension PriceThreshold {
    public var json: JSON {
        switch self {
        case .below(let price): ["shortfall": "below", "price": price.json]
        case .above(let price): ["shortfall": "above", "price": price.json]
        case .outside(let low, let high): ["shortfall": "outside", "low": low.json, "high": high.json]
        case .inside(let low, let high): ["shortfall": "inside", "low": low.json, "high": high.json]
        case .never: ["shortfall": "never"]
        case .always: ["shortfall": "always"]
        case .unknown: ["shortfall": "unknown"]
        }
    }
}

extension JointThreshold {
    public var json: JSON {
        switch self {
        case .below(let factor): ["reached": "below", "factor": factor.json]
        case .never: ["reached": "never"]
        case .already: ["reached": "already"]
        case .unknown: ["reached": "unknown"]
        }
    }
}

extension WithdrawalLimit {
    public var json: JSON {
        [
            "account": .string(account.text), "stream": .string("\(stream)"), "asset": .string(asset.text), "held": .string("\(held)"),
            "most": .string("\(most)"), "initialExcessAfter": excessAfter.map { $0.json } ?? .null,
        ]
    }
}
