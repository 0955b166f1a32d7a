import Encoding
import EthereumHeader
import Quantities
import Signatures
import TestVectors

/// A header of a fork, with random content.
func sampleHeader(_ fork: Fork, number: UInt64 = 7, using random: inout SeededGenerator) throws -> BlockHeader {
    func digest(_ random: inout SeededGenerator) throws -> Digest { try Digest(random.bytes(32)) }
    let prague = PragueFields(requestsHash: try digest(&random))
    let cancun = CancunFields(
        blobGasUsed: random.next() >> 40, excessBlobGas: random.next() >> 40, parentBeaconBlockRoot: try digest(&random),
        prague: fork == .prague ? prague : nil)
    let shanghai = ShanghaiFields(withdrawalsRoot: try digest(&random), cancun: fork == .prague || fork == .cancun ? cancun : nil)
    let london = LondonFields(baseFeePerGas: UInt256(random.next()), shanghai: fork == .london ? nil : shanghai)
    return BlockHeader(
        parentHash: try digest(&random), unclesHash: try digest(&random), beneficiary: try EthereumAddress(bytes: random.bytes(20)),
        stateRoot: try digest(&random), transactionsRoot: try digest(&random), receiptsRoot: try digest(&random),
        logsBloom: try LogsBloom(random.bytes(256)), difficulty: UInt256(random.next() >> 20), number: number, gasLimit: 30_000_000,
        gasUsed: random.next() >> 40, timestamp: 1_700_000_000, extraData: random.bytes(Int(random.next() % 33)),
        mixHash: try digest(&random), nonce: random.next(), london: fork == .legacy ? nil : london)
}
