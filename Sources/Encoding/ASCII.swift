/// The classes of ASCII characters that our grammars are made of. No other digit or letter of Unicode counts.
extension UInt8 {
    @inlinable
    public var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    @inlinable
    public var isASCIILowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }

    @inlinable
    public var isASCIIUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }

    @inlinable
    public var isASCIILetter: Bool { (self | 0x20).isASCIILowercase }
}
