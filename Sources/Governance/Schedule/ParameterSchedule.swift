public import CollateralState
public import Encoding
public import Margin
import Signatures

/// Which parameters hold when: the old set until a moment, the new one after it, and on a ramp those between.
///
/// A set on the way has the number and the previous digest of the target and a digest of its own, which anybody recomputes from the two
/// sets and the time. Step 0 is the old set itself and the last step the new one itself, so both ends are hit exactly.
public struct ParameterSchedule: Sendable {
    /// What holds before; nil when there was nothing.
    public let base: ParameterSet?
    public let target: ParameterSet
    public let effectiveAt: Timestamp
    public let ramp: ParameterRamp?
    /// When the target itself holds.
    public let completeAt: Timestamp
    private let blend: ParameterBlend?

    /// A set that holds at all times.
    public init(always set: ParameterSet) {
        (base, target, ramp, blend) = (nil, set, nil, nil)
        (effectiveAt, completeAt) = (Timestamp(milliseconds: 0), Timestamp(milliseconds: 0))
    }

    /// - Throws: `wrongNetwork`; `outOfRange` for a ramp from nothing, or one that ends beyond the end of time.
    public init(
        from base: ParameterSet?, to target: ParameterSet, effectiveAt: Timestamp, ramp: ParameterRamp?
    ) throws(GovernanceError) {
        if let base, base.network != target.network {
            throw .wrongNetwork(record: "parameters", expected: base.network, got: target.network)
        }
        guard ramp == nil || base != nil else { throw .outOfRange(field: "ramp", expected: "a set to start from", got: "none") }
        let (end, overflow) = effectiveAt.milliseconds.addingReportingOverflow(ramp?.span ?? 0)
        guard !overflow else {
            throw .outOfRange(field: "end of the ramp", expected: "at most \(UInt64.max) ms", got: "\(effectiveAt) and \(ramp?.span ?? 0) ms")
        }
        self.base = base
        self.target = target
        self.effectiveAt = effectiveAt
        self.ramp = ramp
        completeAt = Timestamp(milliseconds: end)
        blend = ramp == nil ? nil : base.map { ParameterBlend(from: $0, to: target) }
    }

    /// 1 without a ramp.
    public var steps: UInt64 { ramp?.steps ?? 1 }

    /// The step that holds at a time: 0 for the old set, `steps` for the target. A step holds from its own moment on.
    public func step(at time: Timestamp) -> UInt64 {
        guard time >= effectiveAt else { return 0 }
        guard let ramp, time < completeAt else { return steps }
        return effectiveAt.age(at: time) / ramp.step
    }

    /// The set that holds at a time.
    ///
    /// - Throws: `notYetInForce` before the first set; `margin` when no set can lie between the two.
    public func set(at time: Timestamp) throws(GovernanceError) -> ParameterSet {
        let step = step(at: time)
        guard step == 0, base == nil, time < effectiveAt else { return try set(ofStep: step) }
        throw .notYetInForce(effectiveAt: effectiveAt.milliseconds, asked: time.milliseconds)
    }

    /// The set of a step, 0 to `steps`.
    public func set(ofStep step: UInt64) throws(GovernanceError) -> ParameterSet {
        guard step < steps else { return target }
        guard step > 0, let blend else {
            guard let base else { throw .notYetInForce(effectiveAt: effectiveAt.milliseconds, asked: 0) }
            return base
        }
        return try blend.set(step: step, of: steps)
    }

    /// SHA-256("plimsoll/parameter-schedule/v1" 0x00 || digest of the base, zero for none || digest of the target || u64 effective at (ms)
    /// || u64 span || u64 step, zero without a ramp).
    public var digest: Digest {
        var writer = BinaryWriter(reserving: 96)
        writer.raw(base?.digest ?? .zero)
        writer.raw(target.digest)
        writer.u64(effectiveAt.milliseconds)
        writer.u64(ramp?.span ?? 0)
        writer.u64(ramp?.step ?? 0)
        return SHA256.hash(tag: .parameterSchedule, writer.bytes)
    }
}
