import CollateralState
import Encoding
import Foundation

/// Milliseconds as people say them, rounded down to the unit shown.
struct Age: CustomStringConvertible {
    let milliseconds: UInt64

    init(_ milliseconds: UInt64) { self.milliseconds = milliseconds }

    var description: String {
        switch milliseconds {
        case ..<1_000: "\(milliseconds) ms"
        case ..<120_000: "\(milliseconds / 1_000) s"
        case ..<7_200_000: "\(milliseconds / 60_000) min"
        case ..<172_800_000: "\(milliseconds / 3_600_000) h"
        default: "\(milliseconds / 86_400_000) days"
        }
    }
}

extension Timestamp {
    /// In UTC, to the second.
    var text: String { Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601) }
}

extension String {
    /// At most `room` characters: what does not fit is cut in the middle, because the ends of identifiers tell them apart.
    func cut(to room: Int) -> String {
        guard count > room, room > 3 else { return self }
        let tail = (room - 1) / 2
        return "\(prefix(room - 1 - tail))…\(suffix(tail))"
    }
}

extension Optional where Wrapped: CustomStringConvertible {
    /// A hyphen for what is not there.
    var orNone: String { map { "\($0)" } ?? "-" }
}

extension Int {
    /// `1 change`, `2 changes`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
