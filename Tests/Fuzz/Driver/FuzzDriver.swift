import FuzzTargets

/// libFuzzer's own main loop (`FuzzerInterface.h`): it takes its options from the command line and never comes back.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What the linker takes for `main` of this target.
///
/// `PLIMSOLL_FUZZ_TARGET` names the target, because libFuzzer starts itself anew with the same arguments and wants them all for itself.
/// `--list` prints the targets, `--length NAME` the longest input; `--seeds NAME FOLDER` writes the seeds.
@_cdecl("fuzz_main")
public func fuzzMain(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    let words = (1..<max(Int(count), 1)).compactMap { arguments?[$0].map { String(cString: $0) } }
    if FuzzCommand.answer(words) { return 0 }
    guard FuzzCommand.target != nil else {
        print("PLIMSOLL_FUZZ_TARGET must name one of: \(FuzzTargets.all.map(\.name).joined(separator: " "))")
        return 2
    }
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments) { start, length in
        FuzzCommand.run(UnsafeBufferPointer(start: start, count: length))
        return 0
    }
}
