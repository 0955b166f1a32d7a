import Encoding
import Foundation
import TestVectors
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test("passes the test vectors of RFC 4648 section 10")
    func rfcVectors() throws {
        let pairs = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, text) in pairs {
            #expect(Base64.encode(Bytes(plain.utf8)) == text)
            #expect(try Base64.decode(text) == Bytes(plain.utf8))
        }
    }

    @Test("writes what Foundation writes, and reads it back")
    func oracle() throws {
        var random = SeededGenerator()
        for count in 0..<300 {
            let bytes = random.bytes(count)
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(try Base64.decode(text) == bytes)
        }
    }

    @Test(
        "one spelling only: padding, standard alphabet, zero unused bits, no white space",
        arguments: [
            "Zg", "Zg=", "Z", "Zg===", "====", "=", "Z===", "Zh==", "Zm9=", "Zm8=Zm8=", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm 9v", "-_-_",
            "Zm9vé", "Zg=A", "Zm9v====",
        ])
    func strict(text: String) {
        #expect(throws: EncodingError.self) { try Base64.decode(text) }
    }

    @Test("what decodes is spelt in one way")
    func canonical() {
        var random = SeededGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/==")
        var accepted = 0
        for _ in 0..<6_000 {
            let text = String((0..<(4 * Int.random(in: 1...2, using: &random))).map { _ in alphabet.randomElement(using: &random) ?? "A" })
            guard let bytes = try? Base64.decode(text) else { continue }
            accepted += 1
            #expect(Base64.encode(bytes) == text)
        }
        #expect(accepted > 300)
    }
}
