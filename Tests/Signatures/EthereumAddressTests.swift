import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Ethereum address vectors", .enabled(if: VectorSet("eth_addresses").isPresent))
struct EthereumAddressVectorTests {
    static let vectors = VectorSet("eth_addresses")

    @Test("Checksums, addresses of created contracts and strict spelling are as published", arguments: vectors.files())
    func file(_ name: String) throws {
        var found = 0
        for vector in try Self.vectors.node(name).array(max: 100_000) {
            if let input = try vector.optional("input") {
                try spelling(input.string(), isValid: vector["valid"].bool())
            } else if let sender = try vector.optional("sender") {
                try created(by: sender.string(), nonce: vector["nonce"].uint64(), expected: vector["address"].string())
            } else {
                try account(vector)
            }
            found += 1
        }
        print("eth_addresses \(name): \(found) found and run")
        #expect(found > 0)
    }

    private func spelling(_ text: String, isValid: Bool) throws {
        #expect((EthereumAddress(text) != nil) == isValid, "\(text)")
        if isValid {
            #expect(try EthereumAddress(eip55: text).checksummed == text)
        } else {
            #expect(throws: SignatureError.self) { try EthereumAddress(eip55: text) }
        }
    }

    private func created(by sender: String, nonce: UInt64, expected: String) throws {
        let address = EthereumAddress.create(sender: try EthereumAddress(hex: sender), nonce: nonce)
        #expect(address == (try EthereumAddress(hex: expected)))
    }

    private func account(_ vector: JSONNode) throws {
        let text = try vector["address"].string()
        let address = try EthereumAddress(eip55: text)
        #expect(address.description == text)
        #expect(try EthereumAddress(hex: text.lowercased()) == address)
        // An ICAP number is the address in base 36, after a country code and two check digits.
        guard let icap = try vector.optionalOrNull("icap")?.string() else { return }
        #expect(Self.base36(icap.dropFirst(4)) == address.bytes, "\(icap)")
    }

    private static func base36(_ digits: Substring) -> Bytes {
        var bytes = Bytes(repeating: 0, count: EthereumAddress.byteCount)
        for digit in digits {
            var carry = digit.hexDigitValue ?? Int(digit.asciiValue ?? 0) - 55
            for index in bytes.indices.reversed() {
                carry += Int(bytes[index]) * 36
                bytes[index] = UInt8(carry & 255)
                carry >>= 8
            }
        }
        return bytes
    }
}

@Suite("Ethereum addresses")
struct EthereumAddressTests {
    @Test("The secret 1 has the address that everybody knows")
    func knownAddress() throws {
        let key = try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 0, count: 31) + [1])
        #expect(try EthereumAddress(publicKey: key.publicKey).checksummed == "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")
    }

    @Test("A wrong checksum is refused with the right one")
    func wrongChecksum() throws {
        let right = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
        let wrong = "0x7e5F4552091A69125d5DfCb7b8C2659029395Bdf"
        #expect(throws: SignatureError.addressChecksum(expected: right, got: wrong)) { try EthereumAddress(eip55: wrong) }
        #expect(try EthereumAddress(hex: wrong) == EthereumAddress(eip55: right))
        #expect(throws: SignatureError.self) { try EthereumAddress(hex: "0x7e5F4552091A69125d5DfCb7b8C2659029395Bdg") }
        #expect(throws: SignatureError.wrongLength("Ethereum address", expected: 20, got: 19)) {
            try EthereumAddress(bytes: Bytes(repeating: 0, count: 19))
        }
    }

    @Test("Only a secp256k1 key has an address", arguments: [SignatureScheme.ed25519, .p256])
    func otherSchemes(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        #expect(throws: SignatureError.wrongScheme(expected: .secp256k1, got: scheme)) { try EthereumAddress(publicKey: key.publicKey) }
    }

    @Test("Addresses are ordered by their bytes")
    func order() throws {
        let low = try EthereumAddress(hex: "0x00000000000000000000000000000000000000ff")
        let high = try EthereumAddress(hex: "0x0100000000000000000000000000000000000000")
        #expect(low < high && !(high < low))
    }
}
