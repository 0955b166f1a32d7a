extension FixedPoint {
    /// The number of whole assets in `baseUnits`, for an asset whose base unit is 10^-decimals of it.
    ///
    /// - Parameters:
    ///   - baseUnits: the integer a chain keeps, for example wei.
    ///   - decimals: 0 to 255, as token contracts declare; above 18 digits can be lost.
    ///   - rounding: who loses what does not fit 18 places.
    /// - Throws: `QuantityError.overflow`, or `.tooManyDecimals` outside 0 to 255.
    public init(baseUnits: Int256, decimals: Int, rounding: Rounding) throws(QuantityError) {
        guard (0...255).contains(decimals) else { throw .tooManyDecimals(decimals) }
        let excess = decimals - Self.decimals
        if excess <= 0 {
            let (product, overflow) = excess == 0 ? (baseUnits.magnitude, false) : baseUnits.magnitude.multipliedReportingOverflow(by: .powerOfTen(-excess))
            guard !overflow, let magnitude = UInt128(exactly: product), let raw = Int128(isNegative: baseUnits.isNegative, magnitude: magnitude) else {
                throw .overflow(.conversion, type: "FixedPoint")
            }
            self.init(raw: raw)
        } else if excess <= UInt256.largestPowerOfTen {
            self = try Self.quotient(
                of: baseUnits.magnitude, by: .powerOfTen(excess), isNegative: baseUnits.isNegative, rounding: rounding,
                operation: .conversion)
        } else {
            // No magnitude passes 2^255, which is less than half of 10^78.
            let increases = rounding.increasesMagnitude(
                isNegative: baseUnits.isNegative, isOdd: false, remainder: baseUnits.isZero ? nil : .belowHalf)
            self.init(raw: increases ? (baseUnits.isNegative ? -1 : 1) : 0)
        }
    }

    /// The number of base units in this many whole assets: the way back of `init(baseUnits:decimals:rounding:)`.
    ///
    /// - Throws: `QuantityError.overflow`, or `.tooManyDecimals` outside 0 to 255.
    public func baseUnits(decimals: Int, rounding: Rounding) throws(QuantityError) -> Int256 {
        guard (0...255).contains(decimals) else { throw .tooManyDecimals(decimals) }
        let own = try Int256(isNegative: isNegative, magnitude: UInt256(raw.magnitude))
        let excess = decimals - Self.decimals
        if excess <= 0 {
            return try own.quotient(dividingBy: Int256(.powerOfTen(-excess)), rounding: rounding)
        }
        guard excess <= UInt256.largestPowerOfTen, !isZero else {
            if isZero { return .zero }
            throw .overflow(.conversion, type: "Int256")
        }
        let (magnitude, overflow) = UInt256(raw.magnitude).multipliedReportingOverflow(by: .powerOfTen(excess))
        if overflow { throw .overflow(.conversion, type: "Int256") }
        return try Int256(isNegative: isNegative, magnitude: magnitude)
    }
}

extension UInt256 {
    /// 10^77 is the largest power of ten below 2^256.
    static let largestPowerOfTen = 77

    private static let powersOfTen: [UInt256] = (0...largestPowerOfTen).reduce(into: []) { powers, _ in
        powers.append(powers.last.flatMap { $0.multipliedAndAdded(10, 0) } ?? .one)
    }

    /// 10^exponent, for 0 to 77.
    static func powerOfTen(_ exponent: Int) -> UInt256 {
        powersOfTen[exponent]
    }
}
