public import Encoding

extension ADR36 {
    /// The statement that an Amino sign document makes; nil when the document is another one, such as a transaction.
    ///
    /// A document is one of ADR-36 when its only message is of type `sign/MsgSignData`. Then every other member must be neutral: no chain,
    /// no fee, no memo, number and sequence zero, so that no chain could take it for a transaction; no member may be added.
    /// - Parameter prefix: what the signer's address must begin with; nil for any.
    /// - Throws: `ADR36Error` when it is one of ADR-36 but not as it must be.
    public static func statement(in document: JSON, prefix: String? = nil) throws(ADR36Error) -> Statement? {
        guard case .array(let messages)? = document["msgs"], messages.count == 1, messages[0]["type"] == .string(messageType) else {
            return nil
        }
        return try statement(try verifyNeutral(JSONNode(document)), prefix: prefix)
    }

    /// The message's value, when everything around it is neutral.
    private static func verifyNeutral(_ node: JSONNode) throws(ADR36Error) -> JSONNode {
        for (member, expected) in [("chain_id", ""), ("account_number", "0"), ("sequence", "0"), ("memo", "")] {
            try verify(read(node, member), is: expected)
        }
        let fee = try read(node, "fee")
        try verify(read(fee, "gas"), is: "0")
        let amount = try read(fee, "amount")
        guard amount.value == .array([]) else {
            throw .notNeutral(path: "\(amount.path)", expected: "an empty array", got: amount.value.printed())
        }
        do {
            try node.object(allowing: ["chain_id", "account_number", "sequence", "memo", "fee", "msgs"])
            try fee.object(allowing: ["gas", "amount"])
            let message = try node["msgs"].array(max: 1)[0]
            try message.object(allowing: ["type", "value"])
            let value = try message["value"]
            try value.object(allowing: ["signer", "data"])
            return value
        } catch {
            throw .malformed(error)
        }
    }

    private static func read(_ node: JSONNode, _ member: String) throws(ADR36Error) -> JSONNode {
        do { return try node[member] } catch { throw .malformed(error) }
    }

    private static func verify(_ node: JSONNode, is expected: String) throws(ADR36Error) {
        guard node.value == .string(expected) else {
            throw .notNeutral(path: "\(node.path)", expected: "\"\(expected)\"", got: node.value.printed())
        }
    }

    private static func statement(_ value: JSONNode, prefix: String?) throws(ADR36Error) -> Statement {
        let (signer, text): (String, String)
        do { (signer, text) = (try value["signer"].string(max: Bech32.maximumLength), try value["data"].string()) } catch {
            throw .malformed(error)
        }
        let data: Bytes
        do { data = try Base64.decode(text) } catch { throw .dataNotBase64(error) }
        return try Statement(signer: signer, data: data, prefix: prefix)
    }
}
