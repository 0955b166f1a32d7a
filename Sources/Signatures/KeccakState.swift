/// The 1600 bits of Keccak as 25 lanes; `a31` is the lane at x = 3, y = 1.
///
/// The permutation works on 25 local variables, so that the lanes stay in registers or on the stack and nothing is indexed.
/// Source: FIPS 202 section 3 (the permutation is the same in Keccak-256 and SHA3-256).
struct KeccakState {
    private var a00: UInt64 = 0, a10: UInt64 = 0, a20: UInt64 = 0, a30: UInt64 = 0, a40: UInt64 = 0
    private var a01: UInt64 = 0, a11: UInt64 = 0, a21: UInt64 = 0, a31: UInt64 = 0, a41: UInt64 = 0
    private var a02: UInt64 = 0, a12: UInt64 = 0, a22: UInt64 = 0, a32: UInt64 = 0, a42: UInt64 = 0
    private var a03: UInt64 = 0, a13: UInt64 = 0, a23: UInt64 = 0, a33: UInt64 = 0, a43: UInt64 = 0
    private var a04: UInt64 = 0, a14: UInt64 = 0, a24: UInt64 = 0, a34: UInt64 = 0, a44: UInt64 = 0

    /// Adds one block of 136 bytes (17 lanes, little-endian) and permutes.
    @inline(__always)
    mutating func absorb(_ block: UnsafeRawPointer) {
        a00 ^= Self.lane(0, of: block)
        a10 ^= Self.lane(1, of: block)
        a20 ^= Self.lane(2, of: block)
        a30 ^= Self.lane(3, of: block)
        a40 ^= Self.lane(4, of: block)
        a01 ^= Self.lane(5, of: block)
        a11 ^= Self.lane(6, of: block)
        a21 ^= Self.lane(7, of: block)
        a31 ^= Self.lane(8, of: block)
        a41 ^= Self.lane(9, of: block)
        a02 ^= Self.lane(10, of: block)
        a12 ^= Self.lane(11, of: block)
        a22 ^= Self.lane(12, of: block)
        a32 ^= Self.lane(13, of: block)
        a42 ^= Self.lane(14, of: block)
        a03 ^= Self.lane(15, of: block)
        a13 ^= Self.lane(16, of: block)
        permute()
    }

    /// Writes the first 32 bytes of the state.
    @inline(__always)
    func squeeze(into output: UnsafeMutableRawBufferPointer) {
        output.storeBytes(of: a00.littleEndian, toByteOffset: 0, as: UInt64.self)
        output.storeBytes(of: a10.littleEndian, toByteOffset: 8, as: UInt64.self)
        output.storeBytes(of: a20.littleEndian, toByteOffset: 16, as: UInt64.self)
        output.storeBytes(of: a30.littleEndian, toByteOffset: 24, as: UInt64.self)
    }

    @inline(__always)
    private static func lane(_ index: Int, of block: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: block.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }

    @inline(__always)
    private static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
        lane &<< count | lane &>> (64 &- count)
    }

    private mutating func permute() {
        var a00 = self.a00, a10 = self.a10, a20 = self.a20, a30 = self.a30, a40 = self.a40
        var a01 = self.a01, a11 = self.a11, a21 = self.a21, a31 = self.a31, a41 = self.a41
        var a02 = self.a02, a12 = self.a12, a22 = self.a22, a32 = self.a32, a42 = self.a42
        var a03 = self.a03, a13 = self.a13, a23 = self.a23, a33 = self.a33, a43 = self.a43
        var a04 = self.a04, a14 = self.a14, a24 = self.a24, a34 = self.a34, a44 = self.a44
        for constant in Self.roundConstants {
            // Theta: each lane takes the parity of two neighbouring columns.
            let c0 = a00 ^ a01 ^ a02 ^ a03 ^ a04
            let c1 = a10 ^ a11 ^ a12 ^ a13 ^ a14
            let c2 = a20 ^ a21 ^ a22 ^ a23 ^ a24
            let c3 = a30 ^ a31 ^ a32 ^ a33 ^ a34
            let c4 = a40 ^ a41 ^ a42 ^ a43 ^ a44
            let d0 = c4 ^ Self.rotate(c1, 1)
            let d1 = c0 ^ Self.rotate(c2, 1)
            let d2 = c1 ^ Self.rotate(c3, 1)
            let d3 = c2 ^ Self.rotate(c4, 1)
            let d4 = c3 ^ Self.rotate(c0, 1)
            // Rho and pi: rotate each lane and move it to its new place.
            let b00 = a00 ^ d0
            let b10 = Self.rotate(a11 ^ d1, 44)
            let b20 = Self.rotate(a22 ^ d2, 43)
            let b30 = Self.rotate(a33 ^ d3, 21)
            let b40 = Self.rotate(a44 ^ d4, 14)
            let b01 = Self.rotate(a30 ^ d3, 28)
            let b11 = Self.rotate(a41 ^ d4, 20)
            let b21 = Self.rotate(a02 ^ d0, 3)
            let b31 = Self.rotate(a13 ^ d1, 45)
            let b41 = Self.rotate(a24 ^ d2, 61)
            let b02 = Self.rotate(a10 ^ d1, 1)
            let b12 = Self.rotate(a21 ^ d2, 6)
            let b22 = Self.rotate(a32 ^ d3, 25)
            let b32 = Self.rotate(a43 ^ d4, 8)
            let b42 = Self.rotate(a04 ^ d0, 18)
            let b03 = Self.rotate(a40 ^ d4, 27)
            let b13 = Self.rotate(a01 ^ d0, 36)
            let b23 = Self.rotate(a12 ^ d1, 10)
            let b33 = Self.rotate(a23 ^ d2, 15)
            let b43 = Self.rotate(a34 ^ d3, 56)
            let b04 = Self.rotate(a20 ^ d2, 62)
            let b14 = Self.rotate(a31 ^ d3, 55)
            let b24 = Self.rotate(a42 ^ d4, 39)
            let b34 = Self.rotate(a03 ^ d0, 41)
            let b44 = Self.rotate(a14 ^ d1, 2)
            // Chi: the only step that is not linear. Iota: the round constant.
            a00 = b00 ^ ~b10 & b20 ^ constant
            a10 = b10 ^ ~b20 & b30
            a20 = b20 ^ ~b30 & b40
            a30 = b30 ^ ~b40 & b00
            a40 = b40 ^ ~b00 & b10
            a01 = b01 ^ ~b11 & b21
            a11 = b11 ^ ~b21 & b31
            a21 = b21 ^ ~b31 & b41
            a31 = b31 ^ ~b41 & b01
            a41 = b41 ^ ~b01 & b11
            a02 = b02 ^ ~b12 & b22
            a12 = b12 ^ ~b22 & b32
            a22 = b22 ^ ~b32 & b42
            a32 = b32 ^ ~b42 & b02
            a42 = b42 ^ ~b02 & b12
            a03 = b03 ^ ~b13 & b23
            a13 = b13 ^ ~b23 & b33
            a23 = b23 ^ ~b33 & b43
            a33 = b33 ^ ~b43 & b03
            a43 = b43 ^ ~b03 & b13
            a04 = b04 ^ ~b14 & b24
            a14 = b14 ^ ~b24 & b34
            a24 = b24 ^ ~b34 & b44
            a34 = b34 ^ ~b44 & b04
            a44 = b44 ^ ~b04 & b14
        }
        (self.a00, self.a10, self.a20, self.a30, self.a40) = (a00, a10, a20, a30, a40)
        (self.a01, self.a11, self.a21, self.a31, self.a41) = (a01, a11, a21, a31, a41)
        (self.a02, self.a12, self.a22, self.a32, self.a42) = (a02, a12, a22, a32, a42)
        (self.a03, self.a13, self.a23, self.a33, self.a43) = (a03, a13, a23, a33, a43)
        (self.a04, self.a14, self.a24, self.a34, self.a44) = (a04, a14, a24, a34, a44)
    }

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
