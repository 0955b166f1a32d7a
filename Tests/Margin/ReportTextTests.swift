import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing
import UnifiedView

@Suite("Report as JSON and text")
struct ReportTextTests {
    private func world() throws -> MarginWorld {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.collateral, "eip155:1/slip44:60", try ether.multiplied(by: 2), asOf: 990_000, finality: .safe),
            try MarginWorld.line(.debt, "eip155:1/erc20:usd", 2_000_000_000, standing: .frozen(since: .first)),
        ]
        return world
    }

    private func all(_ amount: String) -> String { #"{"initial":"\#(amount)","maintenance":"\#(amount)","liquidationEnd":"\#(amount)"}"# }

    @Test("the report has these bytes and no others")
    func bytes() throws {
        let world = try world()
        let report = try world.report()
        let zeroes = String(repeating: "0", count: 64)
        let stream = try MarginWorld.stream(1)
        let expected = """
            {"format":"plimsoll/report/v2","network":"test","account":"\(report.account.id)","members":["eip155:1:account1"],\
            "nowMilliseconds":1000000,"quote":"USD","view":"\(zeroes)",\
            "prices":{"digest":"\(try world.record().digest)","number":1,"publishedAtMilliseconds":1000000},\
            "parameters":{"digest":"\(try world.parameterSet().digest)","number":1},"lines":[\
            {"kind":"collateral","asset":"eip155:1/slip44:60","account":"eip155:1:account1","stream":"\(stream)",\
            "quantity":"2000000000000000000","sequence":1,"height":100,"blockHash":"0x\(zeroes)","asOfMilliseconds":990000,\
            "ageMilliseconds":10000,"finality":"safe","evidenceClass":3,"standing":"live","decimals":18,"price":"3000",\
            "marketValue":"6000","deductions":[{"reason":"finality","finality":"safe","shares":\(all("0.05")),"amounts":\(all("300"))}],\
            "knownValue":\(all("5700"))},\
            {"kind":"debt","asset":"eip155:1/erc20:usd","account":"eip155:1:account1","stream":"\(stream)",\
            "quantity":"2000000000","sequence":1,"height":100,"blockHash":"0x\(zeroes)","asOfMilliseconds":1000000,\
            "ageMilliseconds":0,"finality":"finalized","evidenceClass":3,"standing":"frozen","frozenSince":1,"decimals":6,\
            "price":"1","liability":\(all("2000")),"requirement":{"initial":"200","maintenance":"100","liquidationEnd":"200"},\
            "warnings":[{"reason":"frozen","since":1}]}],\
            "assets":[{"asset":"eip155:1/slip44:60","class":"major","price":{"decimals":18,"price":"3000","confidence":"0","stablePrice":"3000",\
            "volatility":"0","observedAtMilliseconds":1000000},"knownValue":\(all("5700")),"deductions":[{"reason":"haircut","class":"major",\
            "shares":\(all("0.1")),"amounts":\(all("570"))}],"adjustedValue":\(all("5130"))}],\
            "collateral":{"marketValue":"6000","deducted":\(all("870")),"adjustedValue":\(all("5130"))},\
            "outcome":{"status":"determined","liabilities":\(all("2000")),"notional":\(all("0")),"positionValue":"0",\
            "requirement":{"initial":"200","maintenance":"100","liquidationEnd":"200"},\
            "requirements":{"mode":"isolated","isolated":{"initial":"200","maintenance":"100","liquidationEnd":"200"},\
            "simple":{"initial":"200","maintenance":"100","liquidationEnd":"200"},"correlationAware":null},\
            "excess":{"initial":"2930","maintenance":"3030","liquidationEnd":"2930"},"marginRatio":"31.3","state":"normal"}}
            """
        #expect(String(decoding: report.canonicalBytes, as: UTF8.self) == expected)
        #expect(report.digest == SHA256.hash(Bytes("plimsoll/report/v2\0".utf8) + Bytes(expected.utf8)))
        #expect(try JSON.parse(report.canonicalBytes) == report.json)
    }

    @Test("the reason of a halt is prose, and prose is no part of the digest")
    func proseIsNotHashed() throws {
        var world = try world()
        world.lines[0] = try world.lines[0].with(standing: .halted(reason: "one wording"))
        let digest = try world.report().digest
        world.lines[0] = try world.lines[0].with(standing: .halted(reason: "another wording"))
        #expect(try world.report().digest == digest)
    }

    @Test("the explanation says for people what counts and why")
    func explanation() throws {
        let lines = try world().report().explanation
        let account = try world().report().account.id.hex.prefix(16)
        #expect(lines.first == "margin account \(account) on test, 1 account, in USD")
        for expected in [
            "  2 of eip155:1/slip44:60 at 3000", "    eip155:1:account1, block 100, 10 s old, safe", "    - 10 %: haircut of class major",
            "    - 5 %: the block is only safe", "    = counts", "haircuts, by asset", "    ! the stream is frozen since sequence 1; it counts in full",
            "  margin ratio, below 1 is liquidatable",
        ] {
            #expect(lines.contains { $0.hasPrefix(expected) }, "\(expected)")
        }
        #expect(lines.contains { $0.hasPrefix("    - 5 %") && $0.hasSuffix(" 300.00") })
        #expect(lines.contains { $0.hasPrefix("  margin ratio") && $0.hasSuffix(" 31.30") })
    }

    @Test("no line of any explanation is wider than 100 columns, however long the names are")
    func width() throws {
        var world = MarginWorld.plain()
        let chain = "abcdefgh:" + String(repeating: "c", count: 32)
        let asset = "\(chain)/token:" + String(repeating: "a", count: 128) + "/" + String(repeating: "1", count: 78)
        world.prices = [(asset, 0, "0.000000000000000001")]
        let account = try AccountID(parsing: chain + ":" + String(repeating: "b", count: 128))
        for kind in HoldingKind.allCases {
            let line = try MarginWorld.line(kind, asset, 100_000_000_000_000_000, standing: .halted(reason: String(repeating: "long\n", count: 99)))
            world.lines.append(
                HoldingLine(
                    account: account, stream: line.stream, holding: line.holding, sequence: line.sequence, asOfBlock: line.asOfBlock,
                    asOfTime: line.asOfTime, finality: .latest, evidence: .singleRead, standing: line.standing))
        }
        var random = SeededGenerator()
        let reports = try [world.report()] + (0..<100).map { _ in try MarginWorld.random(&random).report() }
        for text in reports.flatMap(\.explanation) {
            #expect(text.unicodeScalars.count <= 100 && !text.contains("\n") && !text.contains("\u{1b}"), "\(text)")
        }
    }
}
