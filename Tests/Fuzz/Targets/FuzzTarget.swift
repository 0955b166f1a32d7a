public import Encoding

/// One decoder or verifier under fuzzing: takes any bytes, and must answer with a value or a typed error, and keep its promises.
///
/// The driver runs it on mutated inputs with coverage feedback; the tests run it on its seeds and on what failed in the past.
public struct FuzzTarget: Sendable {
    /// Also the name of its folder in `Tests/Fuzz/Failures`.
    public let name: String
    /// The longest input worth trying, in bytes.
    public let maximumLength: Int
    /// Valid inputs to begin with: every one is accepted.
    public let seeds: @Sendable () throws -> [Bytes]
    private let body: @Sendable (Bytes) throws -> Bool

    /// - Parameter body: whether the input was accepted; throws a `FuzzFinding`, and nothing else, when a promise is broken.
    init(_ name: String, maximumLength: Int = 4_096, seeds: @escaping @Sendable () throws -> [Bytes], body: @escaping @Sendable (Bytes) throws -> Bool) {
        self.name = name
        self.maximumLength = maximumLength
        self.seeds = seeds
        self.body = body
    }

    /// Runs the target once.
    ///
    /// - Returns: whether the input was accepted.
    /// - Throws: `FuzzFinding`, or an error that should not have come out.
    @discardableResult
    public func run(_ input: Bytes) throws -> Bool {
        try body(input)
    }
}

extension FuzzTarget {
    /// A target around one function with a typed error.
    ///
    /// - Parameters:
    ///   - promise: what must hold of a value that was accepted.
    init<Value, Failure: Error & CustomStringConvertible>(
        _ name: String, maximumLength: Int = 4_096, seeds: @escaping @Sendable () throws -> [Bytes],
        parse: @escaping @Sendable (Bytes) throws(Failure) -> Value, promise: @escaping @Sendable (Value, Bytes) throws -> Void = { _, _ in }
    ) {
        self.init(name, maximumLength: maximumLength, seeds: seeds) { input in
            let value: Value
            do {
                value = try parse(input)
            } catch {
                try demandBounded("\(error)")
                return false
            }
            try promise(value, input)
            return true
        }
    }
}

/// A promise that was broken.
public struct FuzzFinding: Error, CustomStringConvertible {
    public let description: String
}

func demand(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
    guard condition else { throw FuzzFinding(description: promise()) }
}

/// Errors reach logs and answers: whatever the input, their text stays short.
private func demandBounded(_ text: String) throws {
    try demand(text.utf8.count <= 4_096, "the error's text has \(text.utf8.count) bytes")
}

/// Takes an input apart for targets with several arguments. Past the end there are zeroes, so that every input means something.
struct InputReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: Bytes) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func u8() -> UInt8 {
        rest.popFirst() ?? 0
    }

    mutating func choice<Element>(of elements: [Element]) -> Element {
        elements[Int(u8()) % elements.count]
    }

    mutating func digest() -> Digest {
        let bytes = take(32)
        return Digest { $0.copyBytes(from: bytes) }
    }

    /// Up to `maximum` digests, as many as the input still has.
    mutating func digests(max maximum: Int) -> [Digest] {
        var digests: [Digest] = []
        while digests.count < maximum, rest.count >= 32 { digests.append(digest()) }
        return digests
    }

    /// Byte strings, each after two bytes of length.
    mutating func fields(max maximum: Int) -> [Bytes] {
        var fields: [Bytes] = []
        while fields.count < maximum, !isAtEnd { fields.append(field()) }
        return fields
    }

    mutating func field() -> Bytes {
        let count = Int(u8()) << 8 | Int(u8())
        return take(count)
    }

    mutating func take(_ count: Int) -> Bytes {
        defer { rest = rest.dropFirst(count) }
        return Bytes(rest.prefix(count))
    }

    mutating func remainder() -> Bytes {
        take(rest.count)
    }

    /// `honest`, changed by what is left of the input: kind, place and value of an edit in four bytes.
    ///
    /// No fuzzer finds a hash. It finds which honest bytes to take, what to claim of them, and what to change in them.
    mutating func edited(_ honest: Bytes) -> Bytes {
        var bytes = honest
        while !isAtEnd, bytes.count < 1 << 16 {
            let (kind, place, value) = (u8(), Int(u8()) << 8 | Int(u8()), u8())
            let start = place % (bytes.count + 1)
            let end = min(start + Int(value), bytes.count)
            switch kind % 4 {
            case 0: if start < bytes.count { bytes[start] ^= value }
            case 1: bytes.insert(value, at: start)
            case 2: bytes.removeSubrange(start..<end)
            default: bytes.insert(contentsOf: Bytes(bytes[start..<end]), at: end)
            }
        }
        return bytes
    }

    static func field(_ bytes: Bytes) -> Bytes {
        [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
}

func text(_ bytes: Bytes) -> String {
    String(decoding: bytes, as: UTF8.self)
}
