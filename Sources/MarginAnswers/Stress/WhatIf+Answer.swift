public import Encoding
public import Margin
import Quantities

extension WhatIf {
    public static let format = "plimsoll/whatif/v1"

    /// Both reports, whole.
    public var json: JSON { ["format": .string(Self.format), "before": before.json, "after": after.json] }

    /// Makes both reports, once the suppositions are such as can be meant of this account.
    ///
    /// - Throws: `unknownSupposition`, `duplicate`; `margin`.
    public static func answer(_ suppositions: [Supposition], about margin: MarginCase) throws(MarginAnswersError) -> WhatIf {
        try SuppositionText.verify(suppositions, about: margin)
        return try margining { () throws(MarginError) in try make(suppositions, of: margin) }
    }
}

/// What can be withdrawn of an asset from each vault, one vault at a time.
public struct WithdrawalsAnswer: Sendable {
    public static let format = "plimsoll/withdrawals/v1"

    public let limits: [WithdrawalLimit]

    public init(_ limits: [WithdrawalLimit]) { self.limits = limits }

    public var json: JSON { ["format": .string(Self.format), "withdrawals": .array(limits.map(\.json))] }
}
