import ArgumentParser

@main
struct Plimsoll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plimsoll",
        abstract: "Cross-chain collateral state, signed, merged and provable.",
        discussion: """
            One node serves one pair of chains: it watches the vaults on both, attests every change, merges what a quorum attested,
            and answers what an account holds and what margin it has, with proofs that need no node.

            Exit codes: 0 done or accepted, 1 failed or rejected, 3 not yet, 64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, RunCommand.self, DevnetCommand.self, InitCommand.self, KeysCommand.self, TrustCommand.self, PricesCommand.self, VenueCommand.self,
            ParamsCommand.self, MarketCommand.self, LinkCommand.self, StatusCommand.self, QueryCommand.self, WhyCommand.self, MarginCommand.self,
            WhatIfCommand.self, StressCommand.self, LiquidateCommand.self, HedgeCommand.self, BacktestCommand.self, ForecastCommand.self,
            ProveCommand.self, VerifyCommand.self, BenchCommand.self,
        ])
}
