import Testing

/// Numbers of ours beside a peer's, and how far apart they ever were.
struct PeerComparison {
    let name: String
    private(set) var count = 0
    /// The largest relative difference, those aside that only the floor excuses.
    private(set) var largest = 0.0
    private(set) var belowFloor = 0

    init(_ name: String) { self.name = name }

    /// - Parameters:
    ///   - tolerance: relative to the peer's number.
    ///   - floor: differences up to this are none, for where the number is what is left of larger ones.
    mutating func compare(
        _ ours: Double, _ theirs: Double, within tolerance: Double, floor: Double = 0, _ context: @autoclosure () -> String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        count += 1
        let difference = (ours - theirs).magnitude
        let relative = difference == 0 ? 0 : difference / theirs.magnitude
        if relative <= tolerance {
            largest = max(largest, relative)
        } else if difference <= floor {
            belowFloor += 1
        } else {
            Issue.record("\(name): ours \(ours), theirs \(theirs), apart by \(relative); \(context())", sourceLocation: sourceLocation)
        }
    }

    mutating func compare(
        _ ours: [Double], _ theirs: [Double], within tolerance: Double, floor: Double = 0, _ context: @autoclosure () -> String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(ours.count == theirs.count, "\(name)", sourceLocation: sourceLocation)
        for (one, other) in zip(ours, theirs) {
            compare(one, other, within: tolerance, floor: floor, context(), sourceLocation: sourceLocation)
        }
    }

    /// Printed, so that a run says what it compared.
    func report(_ remark: String = "") {
        let excused = belowFloor == 0 ? [] : ["\(belowFloor) only within the absolute floor"]
        let remarks = (excused + (remark.isEmpty ? [] : [remark])).map { "; \($0)" }.joined()
        print("side by side: \(name): \(count) compared, largest relative difference \(largest)\(remarks)")
    }
}

/// The same questions to our functions and to independent libraries, in one run.
@Suite("Side by side with independent libraries", .enabled(if: PeerLocation.isPresent))
struct PeerTests {}
