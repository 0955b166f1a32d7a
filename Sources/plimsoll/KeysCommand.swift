import ArgumentParser
import Encoding
import Foundation
import Node
import Signatures

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make and show attester and price keys.", subcommands: [NewKeyCommand.self, ShowKeyCommand.self])
}

struct NewKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a key: a PEM file for its owner's eyes only, and the public key beside it.")

    @Argument(help: "The PEM file to write; it must not exist. The public key goes to the same name with .pub.")
    var file: String

    @Option(
        help: "ed25519, secp256k1 or p256.",
        transform: { name in
            guard let scheme = SignatureScheme.allCases.first(where: { $0.name == name }) else {
                throw ValidationError("expected \(SignatureScheme.allCases.map(\.name).joined(separator: ", ")), got \(name)")
            }
            return scheme
        })
    var scheme = SignatureScheme.ed25519

    @Option(help: "A file whose first line is the passphrase that encrypts the key.")
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw ValidationError("\(file) exists; a key is never overwritten. Move it away first.")
        }
        guard !FileManager.default.fileExists(atPath: "\(file).pub") else {
            throw ValidationError("\(file).pub exists; a key is never overwritten. Move it away first.")
        }
        let key = try PrivateKey.generate(scheme)
        let passphrase = try SecretFile.firstLine(passphraseFile)
        try BoundedFile.write(Array(try key.pem(passphrase: passphrase).utf8), to: file, secret: true)
        try BoundedFile.write(Array(key.publicKey.pem.utf8), to: "\(file).pub")
        KeyAnswer(key: key.publicKey, file: file).print(output)
    }
}

struct ShowKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what can be known of a key file in public.")

    @Argument(help: "A PEM file with a private or a public key.")
    var file: String

    @Option(help: "A file whose first line is the passphrase of an encrypted key.")
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        KeyAnswer(key: try PublicKeyFile.read(file, passphrase: SecretFile.firstLine(passphraseFile)), file: file).print(output)
    }
}

/// What the key commands print.
private struct KeyAnswer {
    let key: PublicKey
    let file: String

    func print(_ options: OutputOptions) {
        let output = Output()
        guard !options.json else {
            return output.json([
                "file": .string(file), "scheme": .string(key.scheme.name), "keyId": .string(key.id.digest.hex),
                "publicKey": .string(Hex.encode(key.raw)), "pem": .string(key.pem),
            ])
        }
        output.line("file        \(file)")
        output.line("scheme      \(key.scheme.name)")
        output.line("key id      \(key.id.digest.hex)")
        output.line("public key  \(Hex.encode(key.raw))")
    }
}
