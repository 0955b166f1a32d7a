import Testing

@testable import NodeAPI

@Suite("Waiting for a change", .timeLimit(.minutes(1)))
struct ChangeSignalTests {
    private let long = Duration.seconds(50)

    @Test("a reader that has missed a change is answered at once")
    func missed() async {
        let signal = ChangeSignal()
        await signal.notify()
        #expect(await signal.wait(after: 0, atMost: long) == 1)
    }

    @Test("every waiting reader is woken by one change")
    func everybody() async {
        let signal = ChangeSignal()
        let woken = await withTaskGroup(of: UInt64.self) { group in
            for _ in 0..<100 { group.addTask { await signal.wait(after: 0, atMost: long) } }
            while await signal.waiting < 100 { await Task.yield() }
            await signal.notify()
            return await group.reduce(into: [UInt64]()) { $0.append($1) }
        }
        #expect(woken == [UInt64](repeating: 1, count: 100))
        #expect(await signal.waiting == 0)
    }

    @Test("when nothing changes the wait ends with its time")
    func timeout() async {
        let signal = ChangeSignal()
        #expect(await signal.wait(after: 0, atMost: .milliseconds(20)) == 0)
        #expect(await signal.waiting == 0)
    }

    @Test("a cancelled reader leaves at once, also one that was cancelled before it came")
    func cancelled() async {
        let signal = ChangeSignal()
        let waiting = Task { await signal.wait(after: 0, atMost: long) }
        while await signal.waiting < 1 { await Task.yield() }
        waiting.cancel()
        #expect(await waiting.value == 0)
        #expect(await signal.waiting == 0)

        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return await signal.wait(after: 0, atMost: long)
        }
        late.cancel()
        #expect(await late.value == 0)
    }

    @Test("readers beyond the bound are answered at once, and those within keep waiting")
    func bounded() async {
        let signal = ChangeSignal()
        await withTaskGroup(of: UInt64.self) { group in
            for _ in 0..<ChangeSignal.maximumWaiters { group.addTask { await signal.wait(after: 0, atMost: long) } }
            while await signal.waiting < ChangeSignal.maximumWaiters { await Task.yield() }
            #expect(await signal.wait(after: 0, atMost: long) == 0)
            #expect(await signal.waiting == ChangeSignal.maximumWaiters)
            await signal.notify()
            for await version in group { #expect(version == 1) }
        }
    }

    @Test("no change is lost between many writers and readers that count up to the last one")
    func nothingLost() async {
        let signal = ChangeSignal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<500 { await signal.notify() } }
                group.addTask {
                    var seen: UInt64 = 0
                    while seen < 2_000 { seen = await signal.wait(after: seen, atMost: long) }
                }
            }
        }
        #expect(await signal.version == 2_000)
    }
}
