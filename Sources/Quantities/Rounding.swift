/// Which of the two neighbours a result becomes that cannot be held exactly. Every division names it, because it names who loses.
public enum Rounding: Sendable, CaseIterable {
    /// Towards minus infinity.
    case floor
    /// Towards plus infinity.
    case ceiling
    case towardZero
    case awayFromZero
    /// To the nearest, and from the middle to the even neighbour (IEEE 754 roundTiesToEven).
    case halfEven
}

extension Rounding {
    /// Whether the magnitude of a quotient grows by one.
    ///
    /// - Parameters:
    ///   - isNegative: the sign of the exact result.
    ///   - isOdd: whether the truncated quotient is odd.
    ///   - remainder: what is left, compared with half of the divisor: nil when nothing is left.
    func increasesMagnitude(isNegative: Bool, isOdd: Bool, remainder: RemainderSize?) -> Bool {
        guard let remainder else { return false }
        return switch self {
        case .floor: isNegative
        case .ceiling: !isNegative
        case .towardZero: false
        case .awayFromZero: true
        case .halfEven: remainder == .aboveHalf || remainder == .half && isOdd
        }
    }
}

/// A remainder that is not zero, compared with half of the divisor.
enum RemainderSize {
    case belowHalf, half, aboveHalf

    /// - Returns: nil for a remainder of zero.
    init?(of remainder: UInt256, dividedBy divisor: UInt256) {
        if remainder.isZero { return nil }
        // Half of an odd divisor lies between two whole numbers: comparing with the rest of the divisor needs no half.
        let complement = divisor.subtractingReportingOverflow(remainder).partialValue
        self = remainder < complement ? .belowHalf : remainder == complement ? .half : .aboveHalf
    }
    /// - Returns: nil for a remainder of zero.
    init?<Word: FixedWidthInteger & UnsignedInteger>(of remainder: Word, dividedBy divisor: Word) {
        if remainder == 0 { return nil }
        let complement = divisor &- remainder
        self = remainder < complement ? .belowHalf : remainder == complement ? .half : .aboveHalf
    }
}
