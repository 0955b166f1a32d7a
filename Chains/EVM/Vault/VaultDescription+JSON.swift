import CollateralState
public import Encoding
import Signatures

extension VaultDescription {
    /// Reads a description file, turned into JSON by whoever read it. `Vaults/plain.toml` explains every member.
    ///
    /// - Throws: with the path of the member that is wrong; unknown members are refused, because a misspelt rule must not be ignored.
    public init(parsing description: JSON) throws(EVMError) {
        let root = JSONNode(description)
        try reading { () throws(EncodingError) in
            try root.object(allowing: ["name", "about", "event"])
            _ = try root.optional("name")?.string(max: 200)
            _ = try root.optional("about")?.string(max: 4_000)
        }
        var events: [Event] = []
        for node in try reading({ () throws(EncodingError) in try root["event"].array(max: Self.maximumEvents) }) {
            events.append(try Event(parsing: node))
        }
        try self.init(events: events)
    }
}

extension VaultDescription.Event {
    init(parsing node: JSONNode) throws(EVMError) {
        let (text, effects) = try reading { () throws(EncodingError) in
            try node.object(allowing: ["signature", "effect"])
            return (try node["signature"].string(), try node["effect"].array(max: Self.maximumEffects))
        }
        let signature = try EventSignature(parsing: text)
        var rules: [EffectRule] = []
        for effect in effects { rules.append(try EffectRule(parsing: effect, of: signature)) }
        try self.init(signature: signature, effects: rules)
    }
}

extension EffectRule {
    init(parsing node: JSONNode, of signature: EventSignature) throws(EVMError) {
        _ = try reading { () throws(EncodingError) in
            try node.object(allowing: ["account", "kind", "change", "asset", "amount", "except"])
        }
        try self.init(
            account: try signature.parameter(named: node, "account"),
            kind: try Self.word(node, "kind", HoldingKind.allCases, \.description),
            change: try Self.word(node, "change", Change.allCases, \.word),
            asset: try AssetRule(parsing: try reading { () throws(EncodingError) in try node["asset"] }, of: signature),
            amount: try signature.parameter(named: node, "amount"),
            exceptions: try AssetRule.addresses(node, "except", max: Self.maximumExceptions),
            of: signature)
    }

    private static func word<Value>(
        _ node: JSONNode, _ member: String, _ values: [Value], _ name: (Value) -> String
    ) throws(EVMError) -> Value {
        let text = try reading { () throws(EncodingError) in try node[member].string(max: 40) }
        guard let value = values.first(where: { name($0) == text }) else {
            throw .outOfRange(field: "\(node.path).\(member)", expected: values.map(name).joined(separator: " or "), got: text)
        }
        return value
    }
}

extension AssetRule {
    init(parsing node: JSONNode, of signature: EventSignature) throws(EVMError) {
        if case .string(let text) = node.value {
            self = try Self.parse(text)
            return
        }
        let coin = try reading { () throws(EncodingError) in
            try node.object(allowing: ["token", "coin", "coin-addresses"])
            return try node.optional("coin")?.uint64()
        }
        let addresses = try Self.addresses(node, "coin-addresses", max: Coin.maximumAddresses)
        guard let coin else {
            guard addresses.isEmpty else {
                throw .outOfRange(field: "\(node.path).coin", expected: "the SLIP-44 number of the coin", got: "nothing")
            }
            self = .token(parameter: try signature.parameter(named: node, "token"), coin: nil)
            return
        }
        let rule = try Coin(slip44: UInt32(clamping: coin), addresses: addresses)
        self = .token(parameter: try signature.parameter(named: node, "token"), coin: rule)
    }

    static func addresses(_ node: JSONNode, _ member: String, max: Int) throws(EVMError) -> [EthereumAddress] {
        let texts = try reading { () throws(EncodingError) in
            var texts: [String] = []
            for element in try node.optional(member)?.array(max: max) ?? [] { texts.append(try element.string(max: 42)) }
            return texts
        }
        var addresses: [EthereumAddress] = []
        for text in texts { addresses.append(try address(text)) }
        return addresses
    }
}

extension EventSignature {
    /// Index of the parameter that the member `member` of a rule names.
    func parameter(named node: JSONNode, _ member: String) throws(EVMError) -> Int {
        let name = try reading { () throws(EncodingError) in try node[member].string(max: 128) }
        guard !name.isEmpty, let index = parameters.firstIndex(where: { $0.name == name }) else {
            throw .wrongParameter(
                event: self.name, role: member, expected: "one of \(parameters.map(\.name).joined(separator: ", "))", got: "\"\(name)\"")
        }
        return index
    }
}
