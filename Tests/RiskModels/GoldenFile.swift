import Encoding
import Foundation
import Testing
import TestVectors

/// The third-party cases: arrays in files, each entry one case. More entries of the same shape run too.
enum GoldenFile {
    static let folder = VectorSet("", in: .golden)

    static var isPresent: Bool { folder.isPresent }

    static func cases(_ file: String) throws -> [GoldenCase] {
        guard folder.contains(file) else {
            print("skipped: the golden collection has no \(file)")
            return []
        }
        return try JSONNode(JSON.parse(folder.bytes(file)), path: .member(.root, file)).array(max: 100_000).map { try GoldenCase($0) }
    }
}


struct GoldenCase {
    let id: String
    let inputs: JSONNode
    let expected: JSONNode
    private let tolerance: JSONNode

    init(_ node: JSONNode) throws {
        id = try node["id"].string()
        inputs = try node["inputs"]
        expected = try node["expected"]
        tolerance = try node["tolerance"]
    }

    /// Whether a number is the expected one within the case's own tolerance.
    func agrees(_ got: Double, _ expected: Double) throws -> Bool {
        if try tolerance.optional("exact") != nil { return got == expected }
        if let relative = try tolerance.optional("rel") { return try (got - expected).magnitude <= relative.double() * expected.magnitude }
        return try (got - expected).magnitude <= tolerance["abs"].double()
    }
}

extension JSONNode {
    var numberText: String? {
        if case .number(let text) = value { text } else { nil }
    }

    func double() throws -> Double {
        guard let text = numberText, let value = Double(text) else { throw unexpected("a number") }
        return value
    }

    func doubles() throws -> [Double] { try array(max: 1_000_000).map { try $0.double() } }

    func has(_ key: String) -> Bool { (try? optional(key)) ?? nil != nil }
}
