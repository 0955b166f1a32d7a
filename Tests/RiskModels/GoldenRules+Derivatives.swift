import Encoding
import Quantities
import RiskModels

extension GoldenRule {
    /// The source's own set-up where a case does not say it: spot 2,000, and options without a volatility worth their intrinsic value.
    private static let usualSpot = 2_000.0

    private static func standard(_ golden: GoldenCase) throws -> StandardMargin {
        let node = try golden.inputs["params"]
        return try StandardMargin(
            StandardMargin.Parameters(
                largestSpotShare: node["max_spot_req"].double(), smallestSpotShare: node["min_spot_req"].double(),
                maintenanceCallShare: node["mm_call_spot"].double(), maintenancePutShare: node["mm_put_spot"].double(),
                maintenancePutValueShare: node["mm_put_mtm"].double(), putOffsetScale: node["mm_offset_scale"].double(),
                unpairedInitial: node["unpaired_im"].double(), unpairedMaintenance: node["unpaired_mm"].double()))
    }

    private static func option(
        _ kind: OptionKind, strike: Double, amount: Double, volatility: Double?, forward: Double, seconds: Double
    ) throws -> StandardMargin.Option {
        let model = try Black76(
            kind: kind, forward: forward, strike: strike, time: volatility == nil ? 0 : seconds / 31_536_000, volatility: volatility ?? 0, discount: 1)
        return StandardMargin.Option(kind: kind, strike: strike, amount: amount, value: try model.value())
    }

    static let standardMargin = [
        GoldenRule("standard margin of one option", ["params", "option"]) { golden in
            let spot = try golden.double("spot", or: usualSpot)
            let forward = try golden.double("forward", or: spot)
            let node = try golden.inputs["option"]
            let held = try option(
                node["type"].string() == "call" ? .call : .put, strike: node["strike"].double(), amount: node["amount"].double(),
                volatility: node.optional("vol")?.double(), forward: forward, seconds: golden.double("seconds_to_expiry", or: 0))
            let answer = try standard(golden).evaluate([held], spot: spot, forward: forward)
            return try golden.answers([("MM", answer.maintenance), ("IM", answer.initial)])
        },
        GoldenRule("standard margin of an expiry", ["params", "options"]) { golden in
            let spot = try golden.double("spot", or: usualSpot)
            let forward = try golden.double("forward", or: spot)
            let held = try golden.inputs["options"].array(max: 1_000).map { node in
                let entry = try node.array(max: 3)
                return try option(
                    entry[0].string() == "C" ? .call : .put, strike: entry[1].double(), amount: entry[2].double(), volatility: nil,
                    forward: forward, seconds: 0)
            }
            let answer = try standard(golden).evaluate(held, spot: spot, forward: forward)
            return try golden.answers([("MM", answer.maintenance), ("IM", answer.initial)])
        },
        GoldenRule("standard margin of the underlying", ["base_amount", "margin_factor"]) { golden in
            let inputs = golden.inputs
            let margin = try BaseAssetMargin.evaluate(
                amount: inputs["base_amount"].double(), spot: golden.double("spot", or: usualSpot), marginFactor: inputs["margin_factor"].double(),
                initialScale: golden.double("im_scale", or: 1), confidence: golden.double("spot_conf", or: 1),
                confidenceThreshold: golden.double("oc_threshold", or: 0), contingencyFactor: golden.double("oc_factor", or: 0))
            return try golden.answers([("MM", margin.maintenance), ("IM", margin.initial)])
        },
    ]

    static let auctions = [
        GoldenRule("auction offer", ["mtm", "mm", "buffer_pct", "discount"]) { golden in
            let inputs = golden.inputs
            let offer = try AuctionOffer(
                markToMarket: inputs["mtm"].fixed(), maintenanceExcess: inputs["mm"].fixed(), bufferShare: inputs["buffer_pct"].fixed(),
                discount: inputs["discount"].fixed(), reservedCash: golden.fixed("reserved_cash", or: .zero))
            return try golden.answers([
                ("max_fraction", offer.maximumFraction.double), ("bid_price", offer.bidPrice.double),
                ("cash_from_bidder", offer.cashFromBidder.double),
            ])
        },
        GoldenRule("auction price over time", ["start", "cutoff", "fast_seconds", "slow_seconds", "t"]) { golden in
            let inputs = golden.inputs
            let auction = try DutchAuction(
                startShare: inputs["start"].fixed(), cutoffShare: inputs["cutoff"].fixed(), fastSeconds: inputs["fast_seconds"].uint64(),
                slowSeconds: inputs["slow_seconds"].uint64())
            let expected = try golden.expected["discount"].doubles()
            return try zip(inputs["t"].array(max: 10_000), expected).map { time, share in
                GoldenAnswer(name: "share", got: try auction.share(afterSeconds: time.uint64()).double, expected: share)
            }
        },
    ]

    static let positions = [
        GoldenRule("strict prices", ["usdc_deposit", "sol_borrow"]) { golden in
            let inputs = golden.inputs
            let deposit = try CollateralValue.strict(
                quantity: inputs["usdc_deposit"].fixed(), spot: inputs["usdc_price"].fixed(), smoothed: inputs["usdc_twap5m"].fixed(),
                assetWeight: inputs["usdc_asset_weight"].fixed(), liabilityWeight: .one)
            let borrow = try CollateralValue.strict(
                quantity: inputs["sol_borrow"].fixed().negated(), spot: inputs["sol_price"].fixed(), smoothed: inputs["sol_twap5m"].fixed(),
                assetWeight: .one, liabilityWeight: (inputs.optional("sol_maint_liab_weight") ?? inputs["sol_init_liab_weight"]).fixed())
            return try golden.answers([("total_collateral", deposit.double), ("margin_requirement", -borrow.double)])
        },
        GoldenRule("open orders at their worst", ["usdc_deposit", "sol_initial_asset_weight"]) { golden in
            let inputs = golden.inputs
            let orders = try SpotOrders(
                holding: golden.fixed("sol_deposit", or: .zero), openBids: golden.fixed("open_bid_sol", or: .zero),
                openAsks: golden.fixed("open_ask_sol", or: .zero), price: inputs["sol_price"].fixed(),
                assetWeight: inputs["sol_initial_asset_weight"].fixed(), liabilityWeight: golden.fixed("sol_initial_liability_weight", or: .one),
                openOrderCount: 1, feePerOrder: golden.fixed("open_order_fee", or: .zero))
            let worst = try orders.worstCase()
            let deposit = try CollateralValue.adjusted(quantity: inputs["usdc_deposit"].fixed(), price: .one, haircut: .zero)
            return try golden.answers([
                ("total_collateral", deposit.double + worst.collateral.double), ("margin_requirement", worst.requirement.double),
            ])
        },
        GoldenRule("weighted health", ["banks"]) { golden in
            try golden.answers([("init_health", GoldenBanks.health(golden).health().double)])
        },
        GoldenRule("SPAN arrays", ["long_future_array", "position"]) { golden in
            let inputs = golden.inputs
            let arrays = try ["future": inputs["long_future_array"], "call": inputs.optional("long_call_array"), "put": inputs.optional("long_put_array")]
            var positions: [(FixedPoint, SPANArray)] = []
            for (name, node) in arrays.sorted(by: { $0.key < $1.key }) {
                guard let node, let amount = try inputs["position"].optional(name) else { continue }
                positions.append((try amount.fixed(), try SPANArray(node.array(max: 100).map { try $0.fixed() })))
            }
            let combined = try SPANArray.combined(positions)
            let expected = try golden.expected["array"].doubles()
            let rows = zip(combined.profits, expected).map { GoldenAnswer(name: "array", got: $0.double, expected: $1) }
            let future = try SPANArray(inputs["long_future_array"].array(max: 100).map { try $0.fixed() })
            let call = try SPANArray(inputs["long_call_array"].array(max: 100).map { try $0.fixed() })
            return try rows
                + golden.answers([
                    ("future_only_req", future.scanRisk().double), ("long_call_req", call.scanRisk().double),
                    ("covered_write_req", combined.scanRisk().double),
                ])
        },
    ]
}
