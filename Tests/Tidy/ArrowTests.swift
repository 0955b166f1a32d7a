import Testing

@Suite("The arrows and the I/O line")
struct ArrowTests {
    let repository = try! Repository.find()

    private func manifest() throws -> Manifest {
        try Manifest(repository.text("Package.swift"))
    }

    @Test("every target's folder is in the manifest and the other way round")
    func everyFolderIsATarget() throws {
        let listed = Set(try manifest().entries.map(\.name))
        let found = Set(try repository.program.map(\.target))
        #expect(listed == found)
        #expect(listed.count > 20)
    }

    @Test("a target imports only what its line in the manifest names, and all of that stands above it")
    func importsFollowTheManifest() throws {
        let manifest = try manifest()
        let order = Dictionary(uniqueKeysWithValues: manifest.entries.enumerated().map { ($1.name, $0) })
        let files = Dictionary(grouping: try repository.program, by: \.target)
        for entry in manifest.entries {
            let allowed = try manifest.allowed(for: entry)
            for file in files[entry.name] ?? [] {
                for name in file.imports where order[name] != nil {
                    #expect(allowed.contains(name), "\(file.path) imports \(name): name it on the line of \(entry.name) in Package.swift")
                    #expect(order[name, default: .max] < order[entry.name, default: 0], "\(file.path) imports \(name), which stands below it")
                }
            }
        }
    }

    @Test("chains never import each other, and proofs never import a chain")
    func chainsAreSiblings() throws {
        let chains = Set(try manifest().entries.filter { $0.kind == "chain" && $0.name != "ChainRegistry" }.map(\.name))
        for file in try repository.sources(in: "Chains") where file.target != "ChainRegistry" {
            #expect(chains.isDisjoint(with: Set(file.imports).subtracting([file.target])), "\(file.path) imports another chain")
        }
        for file in try repository.sources(in: "Proofs") {
            #expect(chains.isDisjoint(with: file.imports), "\(file.path) imports a chain")
        }
    }

    /// What the pure side may import beside its own targets.
    static let pureImports: Set<String> = ["COpenSSL", "Synchronization"]

    /// Banned above the I/O line, and what to use instead.
    static let banned: [(pattern: String, instead: String)] = [
        ("Date(", "take `now: Timestamp` as an argument"),
        ("ContinuousClock", "take `now: Timestamp` as an argument"),
        ("SuspendingClock", "take `now: Timestamp` as an argument"),
        ("clock_gettime", "take `now: Timestamp` as an argument"),
        ("gettimeofday", "take `now: Timestamp` as an argument"),
        ("SystemRandomNumberGenerator", "take the generator as an argument"),
        (".random(in:", "take the generator as an argument: `.random(in:using:)`"),
        ("Task {", "return an action; the edge runs it"),
        ("Task.sleep", "return an action; the edge waits"),
        ("print(", "return a value; the program prints it"),
    ]

    @Test("above the I/O line nothing can open a socket or a file, read a clock or draw a random number")
    func pureSideIsPure() throws {
        let manifest = try manifest()
        let ours = Set(manifest.entries.map(\.name))
        let pure = Set(manifest.entries.filter { !$0.isBelowLine }.map(\.name))
        for file in try repository.program where pure.contains(file.target) {
            for name in file.imports {
                #expect(ours.contains(name) || Self.pureImports.contains(name), "\(file.path) imports \(name) above the I/O line")
            }
            for (number, text) in file.code {
                for (pattern, instead) in Self.banned where Self.uses(pattern, in: text) {
                    Issue.record("\(file.path):\(number): \(pattern) is banned above the I/O line; \(instead)")
                }
            }
        }
    }

    /// The pattern as a call of its own, not as the end of a longer name or as a function's declaration.
    static func uses(_ pattern: String, in line: Substring) -> Bool {
        guard let range = line.firstRange(of: pattern) else { return false }
        if line.contains("func \(pattern)") { return false }
        guard pattern.first?.isLetter == true, range.lowerBound > line.startIndex else { return true }
        let before = line[line.index(before: range.lowerBound)]
        return !(before.isLetter || before.isNumber || before == "." || before == "_")
    }
}
