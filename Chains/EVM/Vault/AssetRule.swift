import ChainIdentity
import Encoding
import Signatures

/// Which asset an effect is about.
enum AssetRule: Hashable, Sendable {
    /// Always the same one of the vault's chain: CAIP-19 namespace and reference, for example `slip44:60`.
    case fixed(namespace: String, reference: String)
    /// The vault contract itself is the token, as with shares and wrapped coins.
    case vaultToken
    /// The ERC-20 token whose address an event parameter holds.
    case token(parameter: Int, coin: Coin?)

    /// Addresses that some contracts write where they mean the chain's own coin.
    struct Coin: Hashable, Sendable {
        static let maximumAddresses = 8

        /// The coin's number in SLIP-44.
        let slip44: UInt32
        /// Ascending, distinct.
        let addresses: [EthereumAddress]

        init(slip44: UInt32, addresses: [EthereumAddress]) throws(EVMError) {
            guard slip44 < 1 << 31, (1...Self.maximumAddresses).contains(addresses.count) else {
                throw .outOfRange(field: "coin", expected: "a SLIP-44 number and 1 to \(Self.maximumAddresses) addresses", got: "\(slip44), \(addresses.count)")
            }
            self.slip44 = slip44
            self.addresses = Set(addresses).sorted()
        }
    }

    /// Reads `slip44:60`, `erc20:0x...` (written back with its EIP-55 checksum) or `erc20:vault`.
    static func parse(_ text: String) throws(EVMError) -> AssetRule {
        if text == "erc20:vault" { return .vaultToken }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw .outOfRange(field: "asset", expected: "slip44:<number>, erc20:<address> or erc20:vault", got: String(text.prefix(80)))
        }
        switch parts[0] {
        case "erc20":
            return .fixed(namespace: parts[0], reference: try address(parts[1]).description)
        case "slip44":
            guard let number = UInt32(parts[1]), number < 1 << 31, String(number) == parts[1] else {
                throw .outOfRange(field: "slip44", expected: "a number below 2^31", got: String(parts[1].prefix(80)))
            }
            return .fixed(namespace: parts[0], reference: parts[1])
        case let other:
            throw .outOfRange(field: "asset namespace", expected: "slip44 or erc20", got: String(other.prefix(40)))
        }
    }

    /// An address in its EIP-55 spelling, or all lowercase.
    static func address(_ text: String) throws(EVMError) -> EthereumAddress {
        do {
            let address = try EthereumAddress(hex: text)
            guard text == address.description || text == Hex.encode0x(address.bytes) else {
                throw SignatureError.addressChecksum(expected: address.description, got: text)
            }
            return address
        } catch {
            throw .address(String(text.prefix(80)), reason: "\(error)")
        }
    }

    /// The asset, for one event of a vault.
    func asset(on chain: ChainID, vault: EthereumAddress, values: [ABIValue]) throws(EVMError) -> AssetID {
        switch self {
        case .fixed(let namespace, let reference):
            return try Self.asset(chain, namespace, reference)
        case .vaultToken:
            return try Self.asset(chain, "erc20", vault.description)
        case .token(let parameter, let coin):
            guard values.indices.contains(parameter), case .address(let address) = values[parameter] else {
                throw .wrongParameter(event: "event", role: "asset", expected: "an address", got: "parameter \(parameter)")
            }
            if let coin, coin.addresses.contains(address) { return try Self.asset(chain, "slip44", "\(coin.slip44)") }
            return try Self.asset(chain, "erc20", address.description)
        }
    }

    static func asset(_ chain: ChainID, _ namespace: String, _ reference: String) throws(EVMError) -> AssetID {
        do { return try AssetID(chain: chain, namespace: namespace, reference: reference) } catch { throw .identity(error) }
    }
}
