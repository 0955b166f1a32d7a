import Encoding
import Quantities
import RiskModels

extension GoldenRule {
    static let concentration = [
        GoldenRule("size-dependent weight", ["size_tokens", "imf_factor_1e6", "base_weight_1e4"]) { golden in
            let inputs = golden.inputs
            let size = try inputs["size_tokens"].uint256().multiplied(by: 1_000_000_000)
            let factor = try inputs["imf_factor_1e6"].uint64()
            let base = try inputs["base_weight_1e4"].uint64()
            // The rule of liabilities starts at one; a base of zero asks for its size premium alone.
            let isLiability = !inputs.has("rule")
            let weight = try isLiability
                ? SizeWeights.liability(weight: base, size: size, factor: factor) : SizeWeights.asset(weight: base, size: size, factor: factor)
            return try golden.answers([("weight_1e4", Double(weight))])
        },
        GoldenRule("weight scaled by all deposits", ["initial_weight_1e4", "scale_start_usd"]) { golden in
            let inputs = golden.inputs
            let deposits = try inputs["market_deposits_tokens"].fixed().multiplied(by: inputs["price"].fixed(), rounding: .floor)
            let weight = try SystemWideConcentration.assetWeight(
                units: inputs["initial_weight_1e4"].uint64(), deposits: UInt256(UInt128(deposits.raw)),
                start: UInt256(UInt128(inputs["scale_start_usd"].fixed().raw)))
            return try golden.answers([("weight_1e4", Double(weight))])
        },
        GoldenRule("open-interest margin", ["base_imf_ppm", "open_interest"]) { golden in
            let inputs = golden.inputs
            let margin = try OpenInterestMargin(
                baseFraction: inputs["base_imf_ppm"].uint64(), lowerBound: inputs["oi_lower"].uint256(), upperBound: inputs["oi_upper"].uint256())
            let interest = try inputs["open_interest"].uint256()
            var got = [("imf_ppm", Double(try margin.fraction(openInterest: interest)))]
            if let notional = try inputs.optional("notional") {
                let required = try margin.initialMargin(notional: notional.uint256(), openInterest: interest)
                got.append(("initial_margin", Double(required.description) ?? .nan))
            }
            return try golden.answers(got)
        },
        GoldenRule("maintenance fraction", ["initial_ppm", "maintenance_fraction_ppm"]) { golden in
            let inputs = golden.inputs
            let fraction = try OpenInterestMargin.maintenanceFraction(
                initial: inputs["initial_ppm"].uint64(), share: inputs["maintenance_fraction_ppm"].uint64())
            return try golden.answers([("mm_ppm", Double(fraction))])
        },
        GoldenRule("rate that grows with size", ["qty", "px", "base_rate", "slope_per_coin"]) { golden in
            let inputs = golden.inputs
            let required = try LinearConcentration.requirement(
                size: inputs["qty"].fixed(), price: inputs["px"].fixed(), base: inputs["base_rate"].fixed(), slope: inputs["slope_per_coin"].fixed())
            return try golden.answers([("margin_usdc", required.double)])
        },
    ]

    static let liquidation = [
        GoldenRule("perpetual to be taken over", ["margin_shortage_1e6", "margin_ratio_1e4"]) { golden in
            let inputs = golden.inputs
            let position = try LiquidationSizing.Perpetual(
                marginRatio: UInt32(inputs["margin_ratio_1e4"].uint64()), liquidatorFee: UInt32(inputs["liquidator_fee_1e6"].uint64()),
                insuranceFee: UInt32(inputs["insurance_fee_1e6"].uint64()), price: inputs["oracle_price_1e6"].uint64(),
                quotePrice: inputs["quote_price_1e6"].uint64())
            let amount = try LiquidationSizing.baseAmount(shortage: inputs["margin_shortage_1e6"].uint256(), position)
            // The source says "everything" by the largest 64-bit number.
            return try golden.answers([("base_amount_1e9", amount.flatMap { Double($0.description) } ?? Double(UInt64.max))])
        },
        GoldenRule("debt to be repaid", ["margin_shortage_1e6", "asset_weight_1e4"]) { golden in
            let inputs = golden.inputs
            let borrow = try LiquidationSizing.Borrow(
                assetWeight: UInt32(inputs["asset_weight_1e4"].uint64()), assetMultiplier: UInt32(inputs["asset_multiplier_1e6"].uint64()),
                liabilityWeight: UInt32(inputs["liability_weight_1e4"].uint64()),
                liabilityMultiplier: UInt32(inputs["liability_multiplier_1e6"].uint64()),
                liabilityDecimals: UInt32(inputs["liability_decimals"].uint64()), liabilityPrice: inputs["liability_price_1e6"].uint64(),
                insuranceFee: UInt32(inputs["insurance_fee_1e6"].uint64()))
            let transfer = try LiquidationSizing.liabilityTransfer(shortage: inputs["margin_shortage_1e6"].uint256(), borrow)
            return try golden.answers([("liability_transfer", transfer.flatMap { Double($0.description) } ?? Double(UInt128.max))])
        },
        GoldenRule("close factor", ["threshold", "collateral", "debt", "hf"]) { golden in
            let inputs = golden.inputs
            let factor = try CloseFactor(smallPosition: inputs["threshold"].fixed())
            let health = try inputs["hf"].fixed()
            let large = FixedPoint(1_000_000_000)
            let wanted = Set(try golden.expected["full_close_allowed"].array(max: 100).map { try $0.string() })
            // A debt alone decides when every collateral is large, and the other way round.
            let debts = try inputs["debt"].object().members.map { member in
                ("debt \(member.key) (any collateral)", try factor.share(debt: JSONNode(member.value).fixed(), collateral: large, health: health))
            }
            let collaterals = try inputs["collateral"].object().members.map { member in
                ("collateral \(member.key) (any debt)", try factor.share(debt: large, collateral: JSONNode(member.value).fixed(), health: health))
            }
            return (debts + collaterals).map { name, share in
                GoldenAnswer(name: name, got: share == .one ? 1 : 0, expected: wanted.contains(name) ? 1 : 0)
            }
        },
        GoldenRule("toxic frontier", ["bonus"]) { golden in
            let expected = try golden.expected["max_ltv_for_health_improving_liquidation"].doubles()
            return try zip(golden.inputs["bonus"].array(max: 1_000), expected).map { bonus, wanted in
                GoldenAnswer(name: "largest loan-to-value", got: try ToxicFrontier.largestLoanToValue(bonus: bonus.fixed()).double, expected: wanted)
            }
        },
    ]

    private static func tiers(_ node: JSONNode, _ direction: ValueTiers.Direction) throws -> ValueTiers {
        try ValueTiers(
            node.array(max: 256).map { entry in
                let pair = try entry.array(max: 2)
                return ValueTiers.Tier(upTo: pair[0].numberText == nil ? nil : try pair[0].fixed(), rate: try pair[1].fixed())
            }, direction: direction)
    }

    static let haircuts = [
        GoldenRule("plain haircut", ["q", "px", "haircut"]) { golden in
            let inputs = golden.inputs
            let value = try CollateralValue.adjusted(quantity: inputs["q"].fixed(), price: inputs["px"].fixed(), haircut: inputs["haircut"].fixed())
            return try golden.answers([("value", value.double)])
        },
        GoldenRule("tiers by quantity", ["tiers", "qty"]) { golden in
            let value = try tiers(golden.inputs["tiers"], .falling).value(of: golden.inputs["qty"].fixed())
            return try golden.answers([("margin_qty", value.double)])
        },
        GoldenRule("tiers by value", ["tiers_usd_after", "tiers_usd_before", "value_usd"]) { golden in
            let value = try golden.inputs["value_usd"].fixed()
            return try golden.answers([
                ("after", tiers(golden.inputs["tiers_usd_after"], .falling).value(of: value).double),
                ("before", tiers(golden.inputs["tiers_usd_before"], .falling).value(of: value).double),
            ])
        },
        GoldenRule("minimum charge", ["tiers", "mr_other", "mr7_raw"]) { golden in
            let inputs = golden.inputs
            let answer = try MinimumCharge.requirement(
                other: inputs["mr_other"].fixed(), raw: inputs["mr7_raw"].fixed(), tiers: tiers(inputs["tiers"], .rising))
            return try golden.answers([("mr7_adj", answer.scaledCharge.double), ("mmr", answer.requirement.double)])
        },
        GoldenRule("largest debt", ["collateral"]) { golden in
            let pledges = try golden.inputs["collateral"].array(max: 1_000).map { node in
                CollateralValue.Pledge(
                    quantity: try node["q"].fixed(), price: try node["px"].fixed(), liquidationLoanToValue: try node["lltv"].fixed())
            }
            return try golden.answers([("max_debt", CollateralValue.largestDebt(pledges).double)])
        },
        GoldenRule("supervisory haircuts", ["E", "He", "C", "Hc", "Hfx"]) { golden in
            let inputs = golden.inputs
            var got = [
                ("E_star", try BaselHaircuts.adjustedExposure(
                    exposure: inputs["E"].double(), exposureHaircut: inputs["He"].double(), collateral: inputs["C"].double(),
                    collateralHaircut: inputs["Hc"].double(), currencyHaircut: inputs["Hfx"].double()))
            ]
            if let haircut = try inputs.optional("HM") {
                let scaled = try BaselHaircuts.scaled(
                    haircut: haircut.double(), holdingDays: inputs["TM"].double(), revaluationDays: inputs["NR"].double())
                got.append(("scaled_haircut", scaled))
            }
            return try golden.answers(got)
        },
    ]
}
