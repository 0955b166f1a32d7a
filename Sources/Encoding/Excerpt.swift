/// `text` as it may stand in a message: at most `limit` characters, without control characters, line breaks or marks that
/// turn the direction of writing, so that hostile input can neither fill nor forge a log line.
public func excerpt(_ text: String, limit: Int = 64) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit) {
        if isPlain(scalar) { result.unicodeScalars.append(scalar) } else { result += scalar.escaped(asASCII: true) }
    }
    return text.unicodeScalars.dropFirst(limit).isEmpty ? result : result + "..."
}

private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    // Unicode's tables are asked only where there is a doubt: nearly every excerpt is ASCII.
    if scalar.isASCII { return (0x20..<0x7f).contains(scalar.value) }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
    default: true
    }
}
