import Encoding
import Foundation

/// Runs this program once more, so that what is measured has a process of its own.
enum OwnProcess {
    /// What it prints.
    ///
    /// - Throws: `startUpFailed` when it does not end well.
    static func answer(_ arguments: [String]) throws -> Bytes {
        guard let program = Bundle.main.executableURL else { throw BenchError.startUpFailed(exitCode: 0, output: "this program's file is unknown") }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let answer = Bytes(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError.startUpFailed(exitCode: process.terminationStatus, output: String(decoding: answer.prefix(200), as: UTF8.self))
        }
        return answer
    }
}

enum PeakMemory {
    /// The most memory this process ever had.
    static func bytes() throws -> Double {
        #if os(Linux)
            // Linux counts into ru_maxrss what the process was before it became this program: a copy of the large one that started it.
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            guard let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) else {
                throw BenchError.wrongAnswer(expected: "VmHWM in /proc/self/status", got: "none")
            }
            return kibibytes * 1_024
        #else
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss)
        #endif
    }
}
