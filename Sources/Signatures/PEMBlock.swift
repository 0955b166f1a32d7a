import COpenSSL
import Encoding

/// One block of PEM (RFC 7468): a label and what it holds.
struct PEMBlock {
    /// More than the largest key file of the three schemes, encrypted or not.
    static let maximumByteCount = 16_384

    let label: String
    let content: SecretBytes

    /// - Throws: `SignatureError.malformedPEM` unless the text is one whole block, with nothing but white space after it.
    init(parsing pem: String) throws(SignatureError) {
        guard pem.utf8.count <= Self.maximumByteCount else {
            throw .malformedPEM(expected: "at most \(Self.maximumByteCount) bytes", got: "\(pem.utf8.count)")
        }
        guard pem.utf8.starts(with: "-----BEGIN ".utf8) else {
            throw .malformedPEM(expected: "-----BEGIN at the start", got: "another text")
        }
        let text = SecretBytes(copying: pem.utf8)
        (label, content) = try text.withUnsafeBytes { bytes throws(SignatureError) in try Self.read(bytes) }
    }

    static func text(label: String, _ content: Bytes) -> String {
        let characters = Bytes(Base64.encode(content).utf8)
        var text = "-----BEGIN \(label)-----\n"
        for start in stride(from: 0, to: characters.count, by: 64) {
            text += String(decoding: characters[start..<min(start + 64, characters.count)], as: UTF8.self) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }

    private static func read(_ text: UnsafeRawBufferPointer) throws(SignatureError) -> (String, SecretBytes) {
        guard let source = BIO_new_mem_buf(text.baseAddress, CInt(text.count)) else { throw .library("BIO_new_mem_buf") }
        defer { BIO_free(source) }
        var name: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var data: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard PEM_read_bio(source, &name, &header, &data, &count) == 1, let name, let header, let data else {
            ERR_clear_error()
            throw .malformedPEM(expected: "one whole block", got: "one that is cut off or altered")
        }
        defer {
            copenssl_free(name)
            copenssl_free(header)
            copenssl_clear_free(data, count)
        }
        guard header.pointee == 0 else {
            throw .malformedPEM(expected: "no header lines", got: "the encryption of old OpenSSL keys; convert it: openssl pkcs8 -topk8")
        }
        try verifyEnd(source)
        let content = SecretBytes(copying: UnsafeRawBufferPointer(start: data, count: count))
        return (String(cString: name), content)
    }

    private static func verifyEnd(_ source: OpaquePointer) throws(SignatureError) {
        var rest = [UInt8](repeating: 0, count: maximumByteCount)
        defer { OPENSSL_cleanse(&rest, rest.count) }
        let count = Int(BIO_read(source, &rest, CInt(rest.count)))
        guard rest.prefix(max(0, count)).allSatisfy({ $0 == 0x0a || $0 == 0x0d || $0 == 0x20 }) else {
            throw .malformedPEM(expected: "nothing after the block", got: "more text")
        }
    }
}
