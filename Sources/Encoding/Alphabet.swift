/// The characters of a text encoding, each standing for its place.
struct Alphabet: Sendable {
    private let characters: Bytes
    private let values: [UInt8?]

    init(_ characters: StaticString) {
        self.characters = characters.withUTF8Buffer { Bytes($0) }
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, character) in self.characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    /// The character for a value below the size of the alphabet.
    func character(for value: UInt8) -> UInt8 { characters[Int(value)] }

    /// What a character stands for; nil outside the alphabet.
    func value(of character: UInt8) -> UInt8? { values[Int(character)] }
}
