import Encoding

/// RFC 3339 as Go's `RFC3339Nano` prints it, and nothing else: UTC written `Z`, up to nine decimals, none of them a trailing zero.
extension BlockTime: CustomStringConvertible {
    /// - Throws: `CometBFTError.malformed`.
    public init(parsing text: String) throws(CometBFTError) {
        guard let time = Self.parse(Bytes(text.utf8)) else {
            throw .malformed("a time", expected: "RFC 3339 in UTC, such as 2022-09-22T18:57:27.764730915Z", got: excerpt(text))
        }
        self = time
    }

    private static func parse(_ text: Bytes) -> BlockTime? {
        // 0123456789012345678
        // YYYY-MM-DDTHH:MM:SS[.fraction]Z
        guard (20...30).contains(text.count), text.last == UInt8(ascii: "Z"), hasSeparators(text),
            let year = number(text[0..<4]), let month = number(text[5..<7]), let day = number(text[8..<10]),
            let hour = number(text[11..<13]), let minute = number(text[14..<16]), let second = number(text[17..<19]),
            let nanoseconds = fraction(text[19..<text.count - 1]),
            year >= 1, (1...12).contains(month), (1...daysInMonth(month, of: year)).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = Int64(daysSince1970(year, month, day)) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        return BlockTime(unchecked: seconds, nanoseconds)
    }

    private static func hasSeparators(_ text: Bytes) -> Bool {
        zip([4, 7, 10, 13, 16], "--T::".utf8).allSatisfy { text[$0] == $1 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// Nothing, or a point and one to nine digits of which the last is not zero.
    private static func fraction(_ text: ArraySlice<UInt8>) -> UInt32? {
        guard let point = text.first else { return 0 }
        let digits = text.dropFirst()
        guard point == UInt8(ascii: "."), (1...9).contains(digits.count), digits.last != UInt8(ascii: "0"), let value = number(digits) else {
            return nil
        }
        return (digits.count..<9).reduce(UInt32(value)) { scaled, _ in scaled * 10 }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func daysInMonth(_ month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days of the proleptic Gregorian calendar: years counted from March, so that the leap day is the last of its year.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }

    /// The text that parses to this moment.
    public var description: String {
        // Days since 1 March of year 0, never negative from year 1 on.
        let days = Int(seconds.flooringQuotient(86_400)) + 719_468
        let secondOfDay = Int(seconds - seconds.flooringQuotient(86_400) * 86_400)
        let (year, month, day) = Self.date(days)
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        let time = [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        guard nanoseconds > 0 else { return "\(date)T\(time)Z" }
        var fraction = Self.padded(Int(nanoseconds), 9)
        while fraction.last == "0" { fraction.removeLast() }
        return "\(date)T\(time).\(fraction)Z"
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func flooringQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
