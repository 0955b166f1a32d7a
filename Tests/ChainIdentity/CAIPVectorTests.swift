import ChainIdentity
import Encoding
import TestVectors
import Testing

@Suite("CAIP vectors", .enabled(if: VectorSet("caip").isPresent))
struct CAIPVectorTests {
    private let vectors = VectorSet("caip")

    @Test("identifiers follow the grammar, or are refused")
    func grammar() throws {
        var count = 0
        for file in vectors.files() {
            for vector in try vectors.node(file).array(max: 100_000) {
                let kind = try vector["kind"].string()
                let input = try vector["input"].string()
                let isValid = try vector["valid"].bool()
                #expect(try Self.isAccepted(input, as: kind) == isValid, "\(file): \(kind) \(input)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    @Test("an EIP-55 checksum is a rule of the namespace, not of the grammar")
    func eip55() throws {
        for file in vectors.files() {
            for vector in try vectors.node(file).array(max: 100_000) {
                guard let isChecksummed = try vector.optionalOrNull("eip55")?.bool() else { continue }
                let account = try AccountID(parsing: vector["input"].string())
                if isChecksummed {
                    #expect(try AccountID(chain: account.chain, key: account.key()) == account)
                } else {
                    let error = #expect(throws: ChainIdentityError.self) { try account.key() }
                    #expect(error?.shortDescription == "wrong_checksum")
                }
            }
        }
    }

    /// Whether the text is read as `kind`; what is read must print as the same text.
    private static func isAccepted(_ text: String, as kind: String) throws -> Bool {
        switch kind {
        case "chain_id": try prints(text, Result { try ChainID(parsing: text) })
        case "account_id": try prints(text, Result { try AccountID(parsing: text) })
        case "asset_type": try prints(text, Result { try AssetID(parsing: text) }) { $0.tokenID == nil }
        case "asset_id": try prints(text, Result { try AssetID(parsing: text) }) { $0.tokenID != nil }
        default: throw JSONNode(.string(kind)).unexpected("a kind of identifier")
        }
    }

    private static func prints<Value: LosslessStringConvertible>(
        _ text: String, _ result: Result<Value, any Error>, when isWanted: (Value) -> Bool = { _ in true }
    ) throws -> Bool {
        guard let value = try? result.get(), isWanted(value) else { return false }
        #expect("\(value)" == text)
        return true
    }
}
