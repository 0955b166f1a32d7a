@testable import CometBFT
import TestVectors
import Testing

/// Times, exact to the nanosecond.
struct TimeTests {
    @Test("times are read to the nanosecond, and print as they were", arguments: [
        ("1970-01-01T00:00:00Z", 0, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0), ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
        ("2022-09-22T18:57:27.764730915Z", 1_663_873_047, 764_730_915), ("2020-11-18T13:55:06.16057077Z", 1_605_707_706, 160_570_770),
        ("2000-02-29T00:00:00.1Z", 951_782_400, 100_000_000), ("1969-12-31T23:59:59Z", -1, 0), ("2024-02-29T12:00:00Z", 1_709_208_000, 0),
        ("1900-03-01T00:00:00Z", -2_203_891_200, 0),
    ] as [(String, Int64, UInt32)])
    func known(text: String, seconds: Int64, nanoseconds: UInt32) throws {
        let time = try BlockTime(parsing: text)
        #expect(time == (try BlockTime(secondsSince1970: seconds, nanoseconds: nanoseconds)))
        #expect(time.description == text)
    }

    @Test("other spellings of a time are refused", arguments: [
        "", "2022-09-22", "2022-09-22T18:57:27", "2022-09-22T18:57:27+00:00", "2022-09-22 18:57:27Z", "2022-09-22t18:57:27z",
        "2022-09-22T18:57:27.Z", "2022-09-22T18:57:27.10Z", "2022-09-22T18:57:27.0Z", "2022-09-22T18:57:27.1234567891Z", "2022-09-22T18:57:27.12x4Z",
        "2022-13-01T00:00:00Z", "2022-00-01T00:00:00Z", "2022-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2022-04-31T00:00:00Z", "2022-01-00T00:00:00Z",
        "2022-01-01T24:00:00Z", "2022-01-01T00:60:00Z", "2022-01-01T00:00:60Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "+022-01-01T00:00:00Z",
    ])
    func otherSpellings(text: String) {
        #expect(throws: CometBFTError.self) { try BlockTime(parsing: text) }
    }

    @Test("every time comes back from its text and keeps its order")
    func roundTrips() throws {
        var random = SeededGenerator()
        var last = BlockTime.zero
        for _ in 0..<5_000 {
            let time = try BlockTime(
                secondsSince1970: Int64.random(in: BlockTime.earliestSecond...BlockTime.latestSecond, using: &random),
                nanoseconds: UInt32.random(in: 0..<BlockTime.nanosecondsPerSecond, using: &random))
            #expect(try BlockTime(parsing: time.description) == time)
            #expect((time < last) == (time.nanosecondsSince1970 < last.nanosecondsSince1970))
            #expect((time < last) == (time.description.padded < last.description.padded))
            last = time
        }
    }

    @Test("periods are compared without overflow at both ends of time")
    func extremes() throws {
        let latest = try BlockTime(secondsSince1970: BlockTime.latestSecond, nanoseconds: 999_999_999)
        #expect(BlockTime.zero.isBefore(latest, plus: .zero))
        #expect(latest.isBefore(latest, plus: .nanoseconds(1)))
        #expect(!latest.isBefore(latest, plus: .zero))
        #expect(latest.isBefore(latest, plus: .seconds(Int64.max)))
        #expect(throws: CometBFTError.self) { try BlockTime(secondsSince1970: BlockTime.latestSecond + 1) }
        #expect(throws: CometBFTError.self) { try BlockTime(secondsSince1970: 0, nanoseconds: 1_000_000_000) }
        #expect(throws: CometBFTError.self) { try BlockTime(millisecondsSince1970: .max) }
        #expect(try BlockTime(millisecondsSince1970: 1_663_873_047_764).description == "2022-09-22T18:57:27.764Z")
    }
}

extension String {
    /// A time whose text sorts as the time does.
    fileprivate var padded: String {
        contains(".") ? String(dropLast()).padding("0", to: 29) : (dropLast() + ".").padding("0", to: 29)
    }
}

extension StringProtocol {
    fileprivate func padding(_ character: Character, to count: Int) -> String {
        String(self) + String(repeating: character, count: Swift.max(0, count - self.count))
    }
}
