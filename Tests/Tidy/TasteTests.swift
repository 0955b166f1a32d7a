import Foundation
import Testing

@Suite("House rules")
struct TasteTests {
    let repository = try! Repository.find()

    /// Banned in the program, and the cure.
    static let banned: [(pattern: String, instead: String)] = [
        ("try!", "throw a typed error"),
        ("fatalError(", "make the state unrepresentable or throw"),
        ("as!", "use `as?` and throw"),
        ("TODO", "do it, or say it in the change's note"),
        ("FIXME", "do it, or say it in the change's note"),
        ("nonisolated(unsafe)", "use an actor or a value"),
        (".shared.random", "take the generator as an argument"),
    ]

    @Test("nothing traps on outside input, nothing is left for later")
    func bannedPatterns() throws {
        for file in try repository.program {
            for (number, text) in file.code {
                for (pattern, instead) in Self.banned where text.contains(pattern) {
                    Issue.record("\(file.path):\(number): \(pattern); \(instead)")
                }
            }
        }
    }

    @Test("an unchecked Sendable has its argument written right above it")
    func uncheckedSendableIsArgued() throws {
        for file in try repository.program {
            for (index, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") && !line.drop(while: { $0 == " " }).hasPrefix("//") {
                let above = index > 0 ? file.lines[index - 1].drop { $0 == " " } : ""
                #expect(above.hasPrefix("//"), "\(file.path):\(index + 1): write down why this is safe")
            }
        }
    }

    @Test("one idea a file: none is longer than 400 lines")
    func filesAreShort() throws {
        for file in try repository.program {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines; split it by idea")
        }
    }

    @Test("no module has the name of a type inside it")
    func modulesAreNotTypes() throws {
        for file in try repository.program {
            for (number, text) in file.code {
                for kind in ["struct", "class", "enum", "actor", "protocol"] {
                    let declares = text.contains("\(kind) \(file.target) ") || text.contains("\(kind) \(file.target):") || text.contains("\(kind) \(file.target)<")
                    #expect(!declares, "\(file.path):\(number): the type has its module's name")
                }
            }
        }
    }

    @Test("folders named Utils, Helpers or Manager, and files named so, do not exist")
    func noJunkDrawers() throws {
        for file in try repository.program {
            for word in ["Utils", "Helpers", "Manager"] {
                #expect(!file.path.contains(word), "\(file.path): name it for its idea")
            }
        }
    }

    @Test("every chain and proof system has a README that says something")
    func readmesSaySomething() throws {
        for top in ["Chains", "Proofs"] {
            let targets = Set(try repository.sources(in: top).map(\.target))
            for target in targets {
                let text = try repository.text("\(top)/\(target)/README.md")
                #expect(text.count > 200, "\(top)/\(target)/README.md is all but empty")
            }
        }
    }

    @Test("the top level holds what it should and nothing else")
    func topLevelIsFixed() throws {
        let fixed: Set = ["Package.swift", "Sources", "Tests", "Chains", "Proofs", "README.md", "LICENSE", "Package.resolved"]
        let found = try FileManager.default.contentsOfDirectory(atPath: repository.root.path).filter { !$0.hasPrefix(".") }
        #expect(Set(found).isSubset(of: fixed), "\(Set(found).subtracting(fixed))")
    }
}
