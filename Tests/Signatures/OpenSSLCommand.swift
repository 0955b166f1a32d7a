import Encoding
import Foundation
import Signatures
import Testing

/// Runs the `openssl` program in a folder of its own, which goes with it.
final class OpenSSLCommand {
    private let folder: URL

    /// Whether the program is there. Prints why the tests are skipped when it is not.
    static var isPresent: Bool {
        if path != nil { return true }
        print("skipped: there is no openssl program on the PATH; install it: apt-get install openssl")
        return false
    }

    private static let path: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
        .map { URL(filePath: String($0)).appending(path: "openssl") }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-openssl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ name: String, _ bytes: Bytes) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    func read(_ name: String) throws -> Bytes {
        Bytes(try Data(contentsOf: folder.appending(path: name)))
    }

    func text(_ name: String) throws -> String {
        String(decoding: try read(name), as: UTF8.self)
    }

    func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = Self.path
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    func mustRun(_ arguments: [String]) throws {
        let (status, output) = try run(arguments)
        try #require(status == 0, "openssl \(arguments.joined(separator: " ")): \(output)")
    }

    /// Writes `private.pem` and answers the public half as we read it.
    @discardableResult
    func generateKey(_ scheme: SignatureScheme) throws -> PublicKey {
        let parameters =
            switch scheme {
            case .ed25519: ["-algorithm", "ED25519"]
            case .secp256k1: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]
            case .p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
            }
        try mustRun(["genpkey", "-out", "private.pem"] + parameters)
        try mustRun(["pkey", "-in", "private.pem", "-pubout", "-out", "public.pem"])
        return try PublicKey(pem: try text("public.pem"))
    }

    /// Ed25519 signs the input itself; ECDSA takes it for the hash.
    func raw(_ scheme: SignatureScheme) -> [String] {
        scheme == .ed25519 ? ["-rawin"] : ["-pkeyopt", "digest:sha256"]
    }
}
