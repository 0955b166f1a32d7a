internal import Quantities

/// Lets a requirement follow a forecast without jumping: a floor, a buffer that storms use up, a speed limit.
///
/// Pure: a state, a calculated rate and the time in; the next state out. Sources: those of `GuardParameters` and `CalculatedRate`.
///
/// The order of the rules at every moment, with c the calculated rate and f the floor:
/// 1. floor: max(c, f) is required;
/// 2. buffer: the target is max(c, f, min((1 + buffer) c, release multiple * f)); above the release level the buffer melts to nothing;
/// 3. a rate below what is required rises by `risePerHour`: the buffer is gone, and what is still missing is what the ramp costs;
/// 4. a rate between what is required and the target rises by `rebuildPerHour`: a rise of c uses up the buffer and moves nothing else;
/// 5. a rate above the target falls by `fallPerHour`.
///
/// A calculated rate holds from the moment it is given. So a rate never jumps, whatever the forecast says, and a span of time cut into
/// steps ends exactly where it ends uncut: positions are kept so finely that a millisecond's move is a whole number.
public struct ProcyclicalityGuard: Hashable, Sendable {
    public let parameters: GuardParameters

    public init(parameters: GuardParameters) {
        self.parameters = parameters
    }

    /// The first state: nobody has positions yet, so the rate begins at its target.
    ///
    /// - Parameter now: milliseconds since 1970, at most `GuardState.latest`.
    /// - Throws: `outOfRange`, `arithmetic`.
    public func start(_ calculated: CalculatedRate, now: UInt64) throws(RiskModelError) -> GuardState {
        try GuardState(rate: parameters.target(calculated), calculated: calculated, at: now)
    }

    /// The state at `now`: moved by what was calculated before, then told what is calculated now.
    ///
    /// - Parameter now: milliseconds since 1970, not before the state's.
    /// - Throws: `outOfRange`, `arithmetic`.
    public func next(_ state: GuardState, _ calculated: CalculatedRate, now: UInt64) throws(RiskModelError) -> GuardState {
        let moved = try advance(state, to: now)
        return try GuardState(position: moved.position, calculated: calculated, at: now)
    }

    /// The state at a later time when nothing new was calculated: what is asked for between two forecasts.
    ///
    /// - Throws: `outOfRange` when `now` lies before the state; `arithmetic`.
    public func advance(_ state: GuardState, to now: UInt64) throws(RiskModelError) -> GuardState {
        guard now >= state.at else {
            throw .outOfRange(name: "now", got: Double(now), expected: "\(state.at) or later: a state does not go back in time")
        }
        let path = GuardPath(
            required: GuardState.position(of: state.calculated.required), target: GuardState.position(of: try parameters.target(state.calculated)),
            rise: parameters.risePerHour.raw, rebuild: parameters.rebuildPerHour.raw, fall: parameters.fallPerHour.raw)
        return try GuardState(position: path.position(from: state.position, after: now - state.at), calculated: state.calculated, at: now)
    }
}

/// A walk along straight lines towards `required <= target`; speeds are positive, in units a millisecond, and `rise` is the fastest.
///
/// Defined by its millisecond, so that no cut of the time can matter. Below or at the target a millisecond leads from p to
/// max(min(p + rise, required), min(p + rebuild, target)), above it to max(p - fall, target). Neither is ever smaller for a larger p,
/// required or target, so a higher forecast never leads to a lower rate.
private struct GuardPath {
    let required: Int128
    let target: Int128
    let rise: Int128
    let rebuild: Int128
    let fall: Int128

    func position(from start: Int128, after milliseconds: UInt64) -> Int128 {
        if start > target { return start - min(start - target, Self.reach(fall, milliseconds)) }
        if start >= required { return start + min(target - start, Self.reach(rebuild, milliseconds)) }
        let distance = required - start
        let reach = Self.reach(rise, milliseconds)
        if reach < distance { return start + reach }
        // What is required is reached after so many milliseconds, the last of them in part.
        let (whole, rest) = distance.quotientAndRemainder(dividingBy: rise)
        if rest == 0 { return position(from: required, after: milliseconds - UInt64(clamping: whole)) }
        let before = start + whole * rise
        return position(from: max(required, min(before + rebuild, target)), after: milliseconds - UInt64(clamping: whole + 1))
    }

    /// `speed * milliseconds`, or the largest number where that does not fit: further than any way there is.
    private static func reach(_ speed: Int128, _ milliseconds: UInt64) -> Int128 {
        let (product, overflow) = speed.multipliedReportingOverflow(by: Int128(milliseconds))
        return overflow ? .max : product
    }
}
