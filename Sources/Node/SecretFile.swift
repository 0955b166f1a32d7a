/// One-line secrets: tokens and passphrases, kept in files so that they are in no configuration, command line or environment.
public enum SecretFile {
    /// The first line without its line break, LF or CR LF; nil without a file.
    public static func firstLine(_ path: String?) throws(NodeError) -> String? {
        guard let path else { return nil }
        let bytes = try BoundedFile.read(path, maximum: 64 << 10)
        guard let text = String(validating: bytes, as: UTF8.self), let line = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first,
            !line.isEmpty
        else { throw .invalid(file: path, setting: "first line", reason: "expected a secret of at least one character") }
        return String(line)
    }
}
