import Foundation

/// The most memory this process ever had.
enum PeakMemory {
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
