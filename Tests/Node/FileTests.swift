import Encoding
import Foundation
import Node
import Signatures
import Testing

@Suite("Files of a node")
struct FileTests {
    @Test("a file is read whole or refused by its size, and what is absent is named")
    func bounds() throws {
        let folder = try ScratchFolder()
        let file = try folder.write(Bytes(repeating: 7, count: 100), "hundred")
        #expect(try BoundedFile.read(file, maximum: 100).count == 100)
        #expect { try BoundedFile.read(file, maximum: 99) } throws: {
            if case .tooLarge(file, 99)? = $0 as? NodeError { true } else { false }
        }
        #expect { try BoundedFile.read(folder.file("absent")) } throws: { "\($0)" == "\(folder.file("absent")) cannot be read: there is no such file" }
        #expect { try BoundedFile.read(folder.path) } throws: { "\($0)" == "\(folder.path) cannot be read: it is a folder" }
        #expect(try BoundedFile.prefix(of: file, count: 7).count == 7)
        #expect(try BoundedFile.prefix(of: file, count: 700).count == 100)
    }

    @Test("writing replaces a file as a whole, and secrets are readable by their owner only")
    func writing() throws {
        let folder = try ScratchFolder()
        let file = folder.file("deep/er/secret")
        try BoundedFile.write([1, 2, 3], to: file, secret: true)
        try BoundedFile.write([4], to: file, secret: true)
        #expect(try BoundedFile.read(file) == [4])
        let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(permissions?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("deep/er")) == ["secret"])
    }

    @Test("a write that cannot be finished leaves what was there")
    func failedWrite() throws {
        let folder = try ScratchFolder()
        try folder.write("kept", "folder/file")
        // A folder stands where the file should go.
        #expect { try BoundedFile.write([1], to: folder.file("folder")) } throws: {
            if case .unwritable? = $0 as? NodeError { true } else { false }
        }
        #expect(try BoundedFile.read(folder.file("folder/file")) == Bytes("kept".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["folder"])
    }

    @Test("a secret is the file's first line; an empty file holds none")
    func secrets() throws {
        let folder = try ScratchFolder()
        #expect(try SecretFile.firstLine(folder.write("open sesame\nand more\n", "two-lines")) == "open sesame")
        #expect(try SecretFile.firstLine(folder.write("open sesame\r\nand more\r\n", "other-line-breaks")) == "open sesame")
        #expect(try SecretFile.firstLine(nil) == nil)
        for content in ["", "\n\n"] {
            let file = try folder.write(content, "empty")
            #expect { try SecretFile.firstLine(file) } throws: { "\($0)".contains(file) }
        }
    }

    // Keys

    @Test("a key is read from PEM, encrypted or not, and nothing else is a key", arguments: [SignatureScheme.ed25519, .secp256k1, .p256])
    func keys(_ scheme: SignatureScheme) throws {
        let folder = try ScratchFolder()
        let key = try PrivateKey.generate(scheme)
        let plain = try folder.write(key.pem(passphrase: nil), "plain.pem")
        let locked = try folder.write(key.pem(passphrase: "open sesame"), "locked.pem")
        #expect(try KeyFile.read(plain, passphrase: nil).publicKey == key.publicKey)
        #expect(try KeyFile.read(locked, passphrase: "open sesame").publicKey == key.publicKey)
        #expect { try KeyFile.read(locked, passphrase: nil) } throws: { "\($0)".hasPrefix(locked) && "\($0)".contains("passphrase") }
        #expect { try KeyFile.read(locked, passphrase: "open barley") } throws: { "\($0)".hasPrefix(locked) }
        #expect(try PublicKeyFile.read(folder.write(key.publicKey.pem, "public.pem"), passphrase: nil) == key.publicKey)
        #expect(try PublicKeyFile.read(plain, passphrase: nil) == key.publicKey)
        #expect(throws: NodeError.self) { try KeyFile.read(folder.write(key.publicKey.pem, "public.pem"), passphrase: nil) }
        #expect(throws: NodeError.self) { try KeyFile.read(folder.write(Bytes(repeating: 0x41, count: 70_000), "large.pem"), passphrase: nil) }
    }

    // TOML

    @Test("TOML becomes the tree that JSON would be")
    func toml() throws {
        let text = "a = 1\nb = \"x\"\nc = [true, false]\n[d]\ne = 1.5\n[[f]]\ng = \"h\"\n[[f]]\ng = \"i\"\n"
        let json = try TOMLFile.parse(Bytes(text.utf8), file: "f.toml")
        #expect(json["a"] == 1 && json["b"] == "x" && json["c"] == [true, false])
        #expect(json["d"]?["e"] == .number("1.5"))
        #expect(json["f"]?.arrayValue?.count == 2)
        #expect(json["f"]?[1]?["g"] == "i")
    }

    static let badTOML: [(bytes: Bytes, says: String)] = [
        (Bytes("a = 1\na = 2\n".utf8), "line 2"),
        (Bytes("a = \n".utf8), "line 1"),
        ([0x61, 0x20, 0x3d, 0x20, 0x22, 0xff, 0x22], "UTF-8"),
        (Bytes("a = 1\n\u{0}b = 2\n".utf8), "zero"),
        (Bytes("[[a]]\n[a]\n".utf8), "line 2"),
    ]

    @Test("what is no TOML is refused with its file and line", arguments: badTOML.indices)
    func noTOML(_ index: Int) throws {
        let (bytes, says) = Self.badTOML[index]
        #expect { try TOMLFile.parse(bytes, file: "f.toml") } throws: { "\($0)".hasPrefix("f.toml is not TOML") && "\($0)".contains(says) }
    }
}
