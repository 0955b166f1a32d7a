/// `text` as it may stand in a message: at most `limit` characters, without control characters, line breaks or marks that
/// turn the direction of writing, so that hostile input can neither fill nor forge a log line.
public func excerpt(_ text: String, limit: Int = 64) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: result += scalar.escaped(asASCII: true)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return text.unicodeScalars.dropFirst(limit).isEmpty ? result : result + "..."
}
