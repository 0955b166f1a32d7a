import CollateralState
import Encoding
import Signatures

/// What an event does to one holding: which of its parameters is the account, the asset and the amount.
struct EffectRule: Hashable, Sendable {
    enum Change: UInt8, Hashable, Sendable, CaseIterable {
        case add = 1
        case subtract = 2
        /// The amount is the new quantity.
        case set = 3

        var word: String {
            switch self {
            case .add: "add"
            case .subtract: "subtract"
            case .set: "set"
            }
        }
    }

    static let maximumExceptions = 16

    /// Index of the parameter that names the account.
    let account: Int
    let kind: HoldingKind
    let change: Change
    let asset: AssetRule
    /// Index of the parameter that is the amount, in base units.
    let amount: Int
    /// Accounts this effect is not about, for example the zero address of a mint; ascending, distinct.
    let exceptions: [EthereumAddress]

    /// - Throws: `wrongParameter` unless account is an address and amount a number of `signature`.
    init(
        account: Int, kind: HoldingKind, change: Change, asset: AssetRule, amount: Int, exceptions: [EthereumAddress],
        of signature: EventSignature
    ) throws(EVMError) {
        try Self.expect(account, of: signature, "an address", for: "account") { $0 == .address }
        try Self.expect(amount, of: signature, "a number", for: "amount") { $0.isNumber }
        if case .token(let parameter, _) = asset {
            try Self.expect(parameter, of: signature, "an address", for: "asset") { $0 == .address }
        }
        guard exceptions.count <= Self.maximumExceptions else {
            throw .outOfRange(field: "exceptions of an effect", expected: "at most \(Self.maximumExceptions)", got: "\(exceptions.count)")
        }
        self.account = account
        self.kind = kind
        self.change = change
        self.asset = asset
        self.amount = amount
        self.exceptions = Set(exceptions).sorted()
    }

    private static func expect(
        _ index: Int, of signature: EventSignature, _ expected: String, for role: String, _ fits: (ABIType) -> Bool
    ) throws(EVMError) {
        guard signature.parameters.indices.contains(index) else {
            throw .wrongParameter(event: signature.name, role: role, expected: expected, got: "parameter \(index)")
        }
        let type = signature.parameters[index].type
        guard fits(type) else { throw .wrongParameter(event: signature.name, role: role, expected: expected, got: type.name) }
    }
}
