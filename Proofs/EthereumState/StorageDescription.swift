public import Encoding
public import Quantities
public import Signatures

/// Where a contract keeps a number for an account, as the description of a vault tells it: a way with places for the keys.
///
///     { "layout": "solidity", "slot": "0x3", "steps": [{ "entry": "account" }, { "entry": "asset" }, { "offset": 1 }] }
public struct StorageDescription: Hashable, Sendable {
    /// A key that is filled in for each question.
    public enum Key: String, Hashable, Sendable, CaseIterable {
        case account, asset
    }

    public enum Step: Hashable, Sendable {
        /// An entry of a mapping, by a key that is filled in.
        case entry(Key)
        /// An entry of a mapping, by a key that is always the same.
        case fixedEntry(UInt256)
        /// A member of a struct, so many words from its beginning.
        case offset(UInt64)
    }

    public var slot: UInt256
    public var layout: StorageLayout
    public var steps: [Step]

    public init(slot: UInt256, layout: StorageLayout, steps: [Step]) {
        self.slot = slot
        self.layout = layout
        self.steps = steps
    }

    /// The way for one account.
    ///
    /// - Parameter asset: the token, where the contract keeps several.
    /// - Throws: `missingKey`.
    public func path(account: EthereumAddress, asset: EthereumAddress? = nil) throws(EthereumStateError) -> StoragePath {
        var path = StoragePath(slot: slot, layout: layout, steps: [])
        for step in steps {
            switch step {
            case .entry(.account): path.steps.append(.entry(.address(account)))
            case .entry(.asset):
                guard let asset else { throw .missingKey(.asset) }
                path.steps.append(.entry(.address(asset)))
            case .fixedEntry(let word): path.steps.append(.entry(.word(word)))
            case .offset(let words): path.steps.append(.offset(words))
            }
        }
        return path
    }
}

extension StorageDescription {
    static let maximumSteps = 16

    /// - Throws: `json`, `quantity`; an unknown member, layout or key is refused.
    public init(parsing node: JSONNode) throws(EthereumStateError) {
        slot = try RPCMember.uint256(node, "slot")
        layout = try RPCMember.word(try RPCMember.member(node, "layout"))
        steps = []
        for step in try RPCMember.array(node, "steps", max: Self.maximumSteps) { steps.append(try Step(parsing: step)) }
        try RPCMember.allow(["slot", "layout", "steps"], in: node)
    }
}

extension StorageDescription.Step {
    init(parsing node: JSONNode) throws(EthereumStateError) {
        try RPCMember.allow(["entry", "fixedEntry", "offset"], in: node)
        if try RPCMember.isPresent(node, "entry") {
            self = .entry(try RPCMember.word(try RPCMember.member(node, "entry")))
        } else if try RPCMember.isPresent(node, "fixedEntry") {
            self = .fixedEntry(try RPCMember.uint256(node, "fixedEntry"))
        } else {
            do { self = .offset(try node["offset"].uint64()) } catch { throw .json(error) }
        }
        guard case .object(let object) = node.value, object.count == 1 else { throw .json(node.unexpected("one step")) }
    }
}
