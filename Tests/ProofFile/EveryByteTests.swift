import CollateralState
import Encoding
import ProofFile
import Quorum
import TestVectors
import Testing

@Suite("Every byte of a proof file")
struct EveryByteTests {
    @Test("no byte of a small file can be changed: at every position, several other values are refused")
    func everyByteOfASmallFile() throws {
        var random = SeededGenerator()
        let world = try World(attesters: [0], threshold: 1, accounts: 1)
        let trust = try world.trust()
        let file = try world.file(world.entry(0, signers: [0]))
        #expect(Outcome(file, trust) == .accepted)
        var steps: [String: Int] = [:]
        for offset in file.indices {
            for value in Self.replacements(of: file[offset], &random) {
                var changed = file
                changed[offset] = value
                let outcome = Outcome(changed, trust)
                steps[outcome.step ?? "none", default: 0] += 1
                guard outcome.verdict != "rejected" else { continue }
                Issue.record("byte \(offset) (\(file[offset]) to \(value)): \(outcome)")
            }
        }
        for step in ProofStep.allCases { #expect(steps[step.rawValue, default: 0] > 0, "no changed byte failed at \(step)") }
    }

    /// A digit or letter nearby, the other case, white space, and any other byte.
    private static func replacements(of byte: UInt8, _ random: inout SeededGenerator) -> [UInt8] {
        let near: UInt8 = byte == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        return Set([near, byte ^ 0x20, byte ^ 1, UInt8.random(in: 0...255, using: &random)]).subtracting([byte]).sorted()
    }

    @Test("no byte can be left out or put in, at any position")
    func noByteLessOrMore() throws {
        var random = SeededGenerator()
        let world = try World(attesters: [0], threshold: 1, accounts: 1)
        let trust = try world.trust()
        let file = try world.file(world.entry(0, signers: [0]))
        for offset in file.indices {
            let shorter = Bytes(file[..<offset] + file[(offset + 1)...])
            // Of two equal bytes side by side it is one and the same to leave out either.
            #expect(Outcome(shorter, trust).verdict == "rejected", "without byte \(offset)")
            let byte = Bool.random(using: &random) ? UInt8(ascii: " ") : UInt8.random(in: 0x20...0x7e, using: &random)
            #expect(Outcome(Bytes(file[..<offset] + [byte] + file[offset...]), trust).verdict == "rejected", "byte \(byte) put in at \(offset)")
        }
        #expect(Outcome(file + [UInt8(ascii: "\n")], trust) == .rejected(.format, "not-canonical"))
    }

    @Test("in files with set changes, absences and several accounts, random bytes cannot be changed either")
    func randomBytesOfLargeFiles() throws {
        var random = SeededGenerator()
        let changed = try Attacks.SetChanges()
        let world = changed.world
        let files = try [
            world.file(changed.entry()), world.file(changed.entry(99)), world.file(world.entry(3), world.entry(4), world.entry(77)),
        ]
        let trust = try world.trust()
        for file in files {
            #expect(Outcome(file, trust) == .accepted)
            for _ in 0..<700 {
                var bytes = file
                let offset = Int.random(in: file.indices, using: &random)
                bytes[offset] = bytes[offset] ^ UInt8.random(in: 1...255, using: &random)
                #expect(Outcome(bytes, trust).verdict == "rejected", "byte \(offset)")
            }
        }
    }

    @Test("garbage, truncations and splices of good files are refused and never trap")
    func garbage() throws {
        var random = SeededGenerator()
        let world = try World()
        let trust = try world.trust()
        let files = try [world.file(world.entry(0)), world.file(world.entry(99))]
        for _ in 0..<300 {
            let (one, other) = (files[Int.random(in: 0...1, using: &random)], files[Int.random(in: 0...1, using: &random)])
            let head = one.prefix(Int.random(in: 0..<one.count, using: &random))
            let tail = other.suffix(Int.random(in: 0..<other.count, using: &random))
            let spliced = Bytes(head + tail)
            guard spliced != one, spliced != other else { continue }
            #expect(Outcome(spliced, trust).verdict == "rejected")
            #expect(Outcome(random.bytes(Int.random(in: 0...200, using: &random)), trust).verdict == "rejected")
        }
    }
}
