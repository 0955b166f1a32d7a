import Foundation

/// The project's files, as the tidy tests read them.
struct Repository {
    struct SourceFile {
        let path: String
        let target: String
        let lines: [Substring]
    }

    let root: URL

    /// The folder that holds Package.swift, found upwards from this file.
    static func find() throws -> Repository {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return Repository(root: folder) }
            folder.deleteLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }

    /// All Swift files below a top folder; the target is the folder right below it.
    func sources(in top: String) throws -> [SourceFile] {
        let base = root.appending(path: top)
        guard let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { url in
            let relative = url.path.dropFirst(base.path.count + 1)
            let text = try String(contentsOf: url, encoding: .utf8)
            return SourceFile(
                path: "\(top)/\(relative)", target: String(relative.prefix { $0 != "/" }),
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    var program: [SourceFile] {
        get throws { try ["Sources", "Chains", "Proofs"].flatMap(sources(in:)) }
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

extension Repository.SourceFile {
    /// What this file imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count, !line.hasPrefix("//") else { return nil }
            return String(words[at + 1])
        }
    }

    /// Lines with their numbers, comments left out.
    var code: [(number: Int, text: Substring)] {
        lines.enumerated().compactMap { index, line in
            let text = line.drop { $0 == " " }
            return text.hasPrefix("//") ? nil : (index + 1, text)
        }
    }
}
