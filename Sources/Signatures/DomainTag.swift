/// What a digest is about. It is hashed before the bytes, so that one kind of record can never be taken for another.
///
/// Hashed as its UTF-8 name followed by one zero byte, which no name contains.
public struct DomainTag: Sendable {
    private let text: StaticString
    private let prefix: [UInt8]

    /// - Parameter name: of the form `plimsoll/record/v1`.
    public init(_ name: StaticString) {
        text = name
        prefix = name.withUTF8Buffer { Array($0) } + [0]
    }

    public var name: String { text.description }

    func withUnsafePrefix<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        prefix.withUnsafeBytes(body)
    }
}

extension DomainTag: Hashable {
    public static func == (left: DomainTag, right: DomainTag) -> Bool { left.prefix == right.prefix }
    public func hash(into hasher: inout Hasher) { hasher.combine(prefix) }
}

extension DomainTag: CustomStringConvertible {
    public var description: String { name }
}
