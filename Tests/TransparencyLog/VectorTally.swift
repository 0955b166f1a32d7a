import Testing
import TransparencyLog

/// Counts what was run of a set, and holds every refusal to the reason that its case names.
struct VectorTally {
    private let name: String
    private var valid = 0
    private var refused = 0
    private var unnamed = 0

    init(_ name: String) {
        self.name = name
    }

    /// - Parameter reasons: words of a case's name or reason, and the errors' labels that fit; the first one that occurs counts.
    mutating func run(_ word: String, isValid: Bool, reasons: [(String, Set<String>)], _ body: () throws -> Void) throws {
        do {
            try body()
            valid += 1
            #expect(isValid, "\(name): \(word) was accepted")
        } catch let error as TransparencyLogError {
            refused += 1
            #expect(!isValid, "\(name): \(word) was refused: \(error)")
            guard let expected = reasons.first(where: { word.contains($0.0) })?.1 else {
                unnamed += 1
                return
            }
            #expect(expected.contains(error.shortDescription), "\(name): \(word) was refused for another reason: \(error)")
        }
    }

    func report(found: Int) {
        #expect(found > 0 && valid + refused == found)
        let rest = unnamed == 0 ? "" : ", \(unnamed) of them for a reason the set does not name"
        print("\(name): \(found) found, \(valid) accepted, \(refused) refused\(rest)")
    }
}
