public import Encoding

/// Keccak-256 as Ethereum uses it: the padding byte is 0x01, where SHA3-256 (FIPS 202) has 0x06.
///
/// Ours, because OpenSSL has it only since 3.2. Nothing is allocated.
public enum Keccak256 {
    /// Bytes absorbed per permutation: 1600 bits less twice the 256 of the output.
    private static let rate = 136

    public static func hash(_ bytes: Bytes) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var state = KeccakState()
        var offset = 0
        if let start = bytes.baseAddress {
            while bytes.count - offset >= rate {
                state.absorb(start + offset)
                offset += rate
            }
        }
        absorbLast(UnsafeRawBufferPointer(rebasing: bytes[offset...]), into: &state)
        return Digest(unsafeUninitialized: { state.squeeze(into: $0) })
    }

    /// The rest of the input, 0x01, zeroes, and 0x80 added to the last byte of the block.
    private static func absorbLast(_ rest: UnsafeRawBufferPointer, into state: inout KeccakState) {
        withUnsafeTemporaryAllocation(byteCount: rate, alignment: 8) { block in
            block.initializeMemory(as: UInt8.self, repeating: 0)
            block.copyMemory(from: rest)
            block[rest.count] = 0x01
            block[rate - 1] |= 0x80
            if let start = block.baseAddress { state.absorb(start) }
        }
    }
}
