internal import Encoding

/// The parameters of the chain's own methods, read.
extension VaultAction {
    /// Reads `account`, `asset` and `amount`.
    init(_ kind: Kind, _ node: JSONNode) throws(EncodingError) {
        try self.init(
            kind, account: node["account"].address(), asset: node["asset"].address(), amount: node["amount"].amount())
    }

    /// Reads an action that names its kind as the member `action`.
    fileprivate init(named node: JSONNode) throws(EncodingError) {
        try node.object(allowing: ["action", "account", "asset", "amount"])
        guard let kind = Kind(rawValue: try node["action"].string(max: 16)) else {
            throw try node["action"].unexpected("one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        try self.init(kind, node)
    }
}

extension Reorganisation {
    init(_ node: JSONNode) throws(EncodingError) {
        let limit = DevnetLimits.blocksPerRequest
        self.init(
            depth: try node["depth"].integer(in: 1...limit),
            length: try node.optional("length")?.integer(in: 0...limit),
            transactions: try Self.transactions(node),
            allowsFinalized: try node.optional("allowFinalized")?.bool() ?? false)
    }

    private static func transactions(_ node: JSONNode) throws(EncodingError) -> Transactions {
        let drops = try node.optional("drop")?.bool() ?? false
        guard let blocks = try node.optional("blocks") else { return drops ? .drop : .keep }
        guard !drops else { throw blocks.unexpected("drop or blocks, not both") }
        var found: [[VaultAction]] = []
        for block in try blocks.array(max: DevnetLimits.blocksPerRequest) {
            var actions: [VaultAction] = []
            for action in try block.array(max: DevnetLimits.queuedActions) { actions.append(try VaultAction(named: action)) }
            found.append(actions)
        }
        return .replace(found)
    }
}

extension SourceFault {
    private static let names = "none, stall, lag, lieLogs, omitLogs, lieHeader, lieBalance, errors, garbage"

    /// Reads `kind`, and `blocks` where the kind is `lag`.
    init(_ node: JSONNode) throws(EncodingError) {
        let kind = try node["kind"]
        if let blocks = try node.optional("blocks") {
            guard kind.value == "lag" else { throw blocks.unexpected("no blocks, which only the kind lag has") }
            self = .lag(try blocks.uint64())
            return
        }
        switch try kind.string(max: 16) {
        case "none": self = .none
        case "stall": self = .stall
        case "lag": throw kind.unexpected("blocks beside the kind lag")
        case "lieLogs": self = .lieLogs
        case "omitLogs": self = .omitLogs
        case "lieHeader": self = .lieHeader
        case "lieBalance": self = .lieBalance
        case "errors": self = .errors
        case "garbage": self = .garbage
        default: throw kind.unexpected("one of \(Self.names)")
        }
    }
}

extension SourceFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "none"
        case .stall: "stall"
        case .lag(let blocks): "lag \(blocks)"
        case .lieLogs: "lieLogs"
        case .omitLogs: "omitLogs"
        case .lieHeader: "lieHeader"
        case .lieBalance: "lieBalance"
        case .errors: "errors"
        case .garbage: "garbage"
        }
    }
}
