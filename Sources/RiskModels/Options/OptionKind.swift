/// The right an option gives.
public enum OptionKind: UInt8, Sendable, CaseIterable, Hashable {
    case call = 1
    case put = 2

    /// 1 for a call, -1 for a put: the sign of the exposure to the forward.
    @inline(__always)
    var sign: Double { self == .call ? 1 : -1 }
}
