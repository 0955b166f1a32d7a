import ChainIdentity
import CollateralState
import Encoding
import Quantities

/// The copy of an entry's content that people read; it must say exactly what the proven bytes say.
enum ReadableAccount {
    static func json(header: StateMessageHeader, description: StreamDescription, state: AccountState?) -> JSON {
        [
            "chain": .string(description.chain.description),
            "vault": .string(description.vault.description),
            "sequence": .integer(header.sequence.value),
            "height": .integer(header.block.height),
            "blockHash": .string(Hex.encode0x(header.block.hash.bytes)),
            "blockTimeMilliseconds": .integer(header.blockTime.milliseconds),
            "finality": .string(header.finality.description),
            "holdings": .array((state?.holdings ?? []).map(holding)),
        ]
    }

    private static func holding(_ holding: Holding) -> JSON {
        [
            "kind": .string(holding.kind.description),
            "asset": .string(holding.asset.description),
            "quantity": .string(holding.quantity.description),
        ]
    }
}
