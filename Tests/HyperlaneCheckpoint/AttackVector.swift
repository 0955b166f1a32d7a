import Encoding
import HyperlaneCheckpoint
import Signatures
import TestVectors

/// One file of Proofs/HyperlaneCheckpoint/Vectors: what an attacker does (or an honest message), the module, and what it must answer.
struct AttackVector {
    var name: String
    var attack: String
    /// "accepted", or the short name of the error.
    var expect: String
    var origin: UInt32
    var validators: [EthereumAddress]
    var threshold: Int
    var form: MultisigMetadata.Form
    var message: Bytes
    var metadata: Bytes

    func outcome() -> String {
        do throws(HyperlaneCheckpointError) {
            let module = try MultisigModule(origin: origin, validators: validators, threshold: threshold)
            _ = try module.verify(message: message, metadata: metadata, form: form)
            return "accepted"
        } catch {
            return error.shortDescription
        }
    }
}

extension AttackVector {
    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: ["name", "attack", "expect", "module", "form", "message", "metadata"])
        name = try node["name"].string()
        attack = try node["attack"].string()
        expect = try node["expect"].string()
        let module = try node["module"]
        origin = try module.uint32("origin")
        validators = try module["validators"].array(max: 1_000).map { try EthereumAddress(bytes: $0.hexBytes()) }
        threshold = try module["threshold"].integer(in: 0...1_000)
        guard let form = MultisigMetadata.Form(rawValue: try node["form"].string()) else { throw try node["form"].unexpected("a form") }
        self.form = form
        message = try node["message"].hexBytes()
        metadata = try node["metadata"].hexBytes()
    }

    func printed() -> Bytes {
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect),
            "module": [
                "origin": .integer(origin), "validators": .array(validators.map { .string(Hex.encode($0.bytes)) }),
                "threshold": .integer(threshold),
            ],
            "form": .string(form.rawValue), "message": .string(Hex.encode(message)), "metadata": .string(Hex.encode(metadata)),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("HyperlaneCheckpoint")
