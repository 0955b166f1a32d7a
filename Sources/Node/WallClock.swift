public import CollateralState
import Foundation

/// The one place where the node reads the time of day.
public enum WallClock {
    public static func now() -> Timestamp {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1_000)))
    }
}
