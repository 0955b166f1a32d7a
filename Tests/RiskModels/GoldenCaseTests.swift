import Testing

@Suite("Golden cases")
struct GoldenCaseTests {
    @Test("every case of every kind, by a public function", .enabled(if: GoldenFile.isPresent))
    func everyCase() throws {
        let cases = try GoldenFile.cases("cases.json")
        var run = 0
        var passed = 0
        for golden in cases {
            guard let rule = GoldenRule.all.first(where: { $0.applies(to: golden) }) else {
                Issue.record("\(golden.id): no rule answers inputs like these")
                continue
            }
            run += 1
            do {
                let answers = try rule.answer(golden)
                #expect(!answers.isEmpty, "\(golden.id): \(rule.name) has no answer to what is expected")
                var agrees = !answers.isEmpty
                for answer in answers {
                    let fits = try golden.agrees(answer.got, answer.expected)
                    agrees = agrees && fits
                    #expect(fits, "\(golden.id) \(answer.name): got \(answer.got), expected \(answer.expected)")
                }
                passed += agrees ? 1 : 0
            } catch {
                Issue.record("\(golden.id): \(error)")
            }
        }
        print("cases.json: found \(cases.count), run \(run), agreed \(passed)")
    }
}
