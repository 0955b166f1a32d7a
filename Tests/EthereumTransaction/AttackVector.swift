import Encoding
import EthereumTransaction
import Quantities
import Signatures
import TestVectors

/// One file of Proofs/EthereumTransaction/Vectors: what an attacker does (or an honest transaction), the rules, and what a verifier must answer.
struct AttackVector {
    var name: String
    var attack: String
    /// "accepted", "accepted from another sender", or the short name of the error.
    var expect: String
    var fork: TransactionFork = .prague
    var sender: EthereumAddress
    var transaction: Bytes

    func outcome() -> String {
        do throws(EthereumTransactionError) {
            let rules = TransactionRules(fork: fork, chainID: 1)
            let got = try SignedTransaction(parsing: transaction, at: fork).verify(rules: rules)
            return got == sender ? "accepted" : "accepted from another sender"
        } catch {
            return error.shortDescription
        }
    }
}

extension AttackVector {
    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: ["name", "attack", "expect", "fork", "sender", "transaction"])
        name = try node["name"].string()
        attack = try node["attack"].string()
        expect = try node["expect"].string()
        let fork = try node["fork"].string()
        guard let known = TransactionFork.allCases.first(where: { $0.description == fork }) else { throw try node["fork"].unexpected("a fork") }
        self.fork = known
        sender = try EthereumAddress(bytes: try node["sender"].hexBytes())
        transaction = try node["transaction"].hexBytes()
    }

    func printed() -> Bytes {
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect), "fork": .string(fork.description),
            "sender": .string(Hex.encode(sender.bytes)), "transaction": .string(Hex.encode(transaction)),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("EthereumTransaction")
