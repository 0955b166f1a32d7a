import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import EVM
import Quantities
import Signatures

/// The vault of the scripted chain, and the stream that reads it.
enum PlainVault {
    static let chain = ChainID(eip155: 31_337)
    static let signatures = ["Deposit", "Withdraw", "Borrow", "Repay"].map { "\($0)(address indexed account, address indexed asset, uint256 amount)" }

    static var description: JSON {
        [
            "name": "plain",
            "event": .array(
                zip(signatures, [("collateral", "add"), ("collateral", "subtract"), ("debt", "add"), ("debt", "subtract")]).map { signature, effect in
                    [
                        "signature": .string(signature),
                        "effect": [
                            [
                                "account": "account", "kind": .string(effect.0), "change": .string(effect.1), "asset": ["token": "asset"],
                                "amount": "amount",
                            ]
                        ],
                    ]
                }),
        ]
    }

    static func address() throws -> EthereumAddress { try EthereumAddress(hex: "0x" + String(repeating: "5a", count: 20)) }

    static func stream(
        finality: FinalityRule = .finalized, firstHeight: UInt64 = 1, description: JSON = description
    ) throws -> StreamDescription {
        let vault = try AccountID(chain: chain, key: try AccountKey(try address().bytes))
        return try StreamDescription(
            network: try NetworkName(parsing: "test"), vault: vault, finality: finality, firstHeight: firstHeight,
            mapping: try VaultDescription(parsing: description).mapping())
    }

    static func adapter(
        operators: [String], required: Int, minimum: EvidenceClass = .quorumRead, finality: FinalityRule = .finalized, firstHeight: UInt64 = 1,
        settings: ReadSettings? = nil, description: JSON = description
    ) throws -> EVMAdapter {
        let sources = try operators.enumerated().map {
            try Source(id: SourceID($0.offset), name: "source-\($0.offset)", operatorName: $0.element)
        }
        let rule = try ReadRule(requiredOperators: required, of: Set(operators).count, minimumEvidence: minimum)
        return try EVMAdapter(
            stream: try stream(finality: finality, firstHeight: firstHeight, description: description),
            panel: try SourcePanel(sources: sources, rule: rule), settings: try settings ?? ReadSettings())
    }
}

/// One event of the plain vault, and the effect it must have.
struct VaultEvent: Hashable {
    enum Kind: Int, CaseIterable {
        case deposit, withdraw, borrow, repay
    }

    let kind: Kind
    let account: EthereumAddress
    let asset: EthereumAddress
    let amount: UInt64

    var log: ScriptedLog {
        get throws {
            let name = ["Deposit", "Withdraw", "Borrow", "Repay"][kind.rawValue]
            let topic = Keccak256.hash(Array("\(name)(address,address,uint256)".utf8))
            return ScriptedLog(
                address: try PlainVault.address(), topics: [topic, try account.word, try asset.word], data: UInt256(amount).bigEndianBytes)
        }
    }

    /// What the adapter must make of it, worked out independently of the description.
    var effect: HoldingEffect {
        get throws {
            let token = try AssetID(chain: PlainVault.chain, namespace: "erc20", reference: asset.checksummed)
            let isLoss = kind == .withdraw || kind == .repay
            return HoldingEffect(
                account: try AccountKey(account.bytes),
                key: HoldingKey(kind: kind.rawValue < 2 ? .collateral : .debt, asset: token),
                change: .add(try Int256(isNegative: isLoss, magnitude: UInt256(amount))))
        }
    }
}

extension EthereumAddress {
    /// As an indexed parameter: twelve zero bytes, then the address.
    var word: Digest {
        get throws { try Digest(Bytes(repeating: 0, count: 12) + bytes) }
    }
}
