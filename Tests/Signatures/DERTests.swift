import Encoding
import Signatures
import TestVectors
import Testing

@Suite("DER signatures")
struct DERTests {
    private let schemes: [SignatureScheme] = [.secp256k1, .p256]

    @Test("Every signature survives the way to DER and back")
    func roundTrip() throws {
        var random = SeededGenerator()
        for round in 0..<500 {
            let (rCount, sCount) = (1 + round % 31, 1 + round / 31 % 31)
            let r = Bytes(repeating: 0, count: 32 - rCount) + [1 + UInt8(random.next() % 255)] + random.bytes(rCount - 1)
            let s = Bytes(repeating: 0, count: 32 - sCount) + [1 + UInt8(random.next() % 255)] + random.bytes(sCount - 1)
            let signature = try Signature(r + s)
            for scheme in schemes { #expect(try Signature(derECDSA: signature.derECDSA, scheme) == signature) }
        }
    }

    @Test("Damaged DER is refused, or is the DER of another signature")
    func damage() throws {
        var random = SeededGenerator()
        for _ in 0..<3_000 {
            var der = try Signature([0x7f] + random.bytes(31) + [0x01] + random.bytes(31)).derECDSA
            switch random.next() % 3 {
            case 0: der[Int(random.next() % UInt64(der.count))] ^= 1 << UInt8(random.next() % 8)
            case 1: der.removeLast(1 + Int(random.next() % UInt64(der.count)))
            default: der.insert(UInt8(random.next() & 255), at: Int(random.next() % UInt64(der.count + 1)))
            }
            if let signature = try? Signature(derECDSA: der, .secp256k1) { #expect(signature.derECDSA == der) }
        }
    }

    @Test(
        "Encodings that are not the one DER has are refused",
        arguments: [
            ("", "nothing"), ("30", "no length"), ("3000", "no integers"), ("3003020101", "one integer"),
            ("3006020101020101ff", "trailing byte"), ("300702010102010100", "trailing byte inside"),
            ("308106020101020101", "long form of a short length"), ("3080020101020101000", "indefinite length"),
            ("300702020001020101", "needless zero"), ("3006020181020101", "negative"), ("30050200020101", "empty integer"),
            ("3106020101020101", "a SET"), ("3006030101020101", "a BIT STRING"), ("3006020101020201", "too long an integer"),
        ])
    func strictness(der: String, fault: String) throws {
        let bytes = try Hex.decode(der.count.isMultiple(of: 2) ? der : der + "0")
        #expect(throws: SignatureError.self, "\(fault)") { try Signature(derECDSA: bytes, .p256) }
    }

    @Test("Zero and the group order are out of range")
    func range() throws {
        #expect(throws: SignatureError.scalarOutOfRange("r", .p256)) {
            try Signature(derECDSA: [0x30, 6, 2, 1, 0, 2, 1, 1], .p256)
        }
        #expect(throws: SignatureError.scalarOutOfRange("s", .p256)) {
            try Signature(derECDSA: [0x30, 6, 2, 1, 1, 2, 1, 0], .p256)
        }
        let order = try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        let one = Bytes(repeating: 0, count: 31) + [1]
        #expect(throws: SignatureError.scalarOutOfRange("r", .secp256k1)) {
            try Signature(derECDSA: try Signature(order + one).derECDSA, .secp256k1)
        }
    }

    @Test("Ed25519 signatures have no DER form")
    func ed25519() {
        #expect(throws: SignatureError.self) { try Signature(derECDSA: [0x30, 6, 2, 1, 1, 2, 1, 1], .ed25519) }
    }

    @Test("A signature has 64 bytes")
    func length() {
        for count in [0, 63, 65] {
            #expect(throws: SignatureError.wrongLength("signature", expected: 64, got: count)) {
                try Signature(Bytes(repeating: 1, count: count))
            }
        }
    }
}
