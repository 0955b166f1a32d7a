import StateTree

/// How long a node takes from opening its database to its first view, and how much memory that takes.
struct StartUpBenchmark {
    let plan: BenchPlan
    let vault: BenchVault

    func figures() throws -> [Figure] {
        let accounts = Double(vault.leaves.count).grouped
        Output.progress("measuring the start-up with \(accounts) accounts")
        let hashes = TreeShape(vault.leaves).hashesOfAll
        var starts: [StartUp] = []
        let turns = try Turns(plan.startUps) { _ in
            let start = try StartUp(inProcessOfItsOwn: vault.database)
            starts.append(start)
            return start.seconds
        } limit: { _ in
            try limit(hashes: hashes)
        }
        return [
            Figure(.startUp, "start-up with \(accounts) accounts", .seconds, ours: turns.ours, limit: turns.limit, target: .seconds(below: 3)),
            Figure(.startUp, "processor time of that start-up", .seconds, ours: starts.map(\.processorSeconds)),
            Figure(.startUp, "peak memory of that start-up", .bytes, ours: starts.map(\.peakBytes)),
        ]
    }

    private func limit(hashes: Int) throws -> Double {
        let hasher = try RawHasher()
        let database = try RawDatabase(vault.database)
        var bytes = 0
        let seconds = try Stopwatch.seconds {
            let select = try database.prepare("SELECT path, account, state FROM accounts ORDER BY stream, path")
            try select.forEach { for column: Int32 in 0..<3 { bytes += select.bytes(column).count } }
            try hasher.hash(times: hashes)
        }
        guard bytes > vault.leaves.count else { throw BenchError.wrongAnswer(expected: "all accounts", got: "\(bytes) bytes") }
        return seconds
    }
}
