import COpenSSL
import Encoding
import Foundation
import GRDBSQLite

/// What the figures were measured on.
struct Machine {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let system = ProcessInfo.processInfo.operatingSystemVersionString
    let openSSL = OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "OpenSSL of unknown version"
    let sqlite = sqlite3_libversion().map { String(cString: $0) } ?? "of unknown version"

    /// How many programs wanted a processor at once in the minute before the run.
    let load = Machine.loadAverage()

    /// Whether others use the machine so much that turns are disturbed.
    var isBusy: Bool { load > Double(cores) / 2 }

    private static func loadAverage() -> Double {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : 0
    }

    var isDebugBuild: Bool {
        #if DEBUG
            true
        #else
            false
        #endif
    }

    var line: String {
        "\(cores) cores, \(openSSL), SQLite \(sqlite), \(isDebugBuild ? "debug" : "release") build, load \(load.fixed(1)), \(system)"
    }

    var json: JSON {
        [
            "cores": .integer(cores), "system": .string(system), "openssl": .string(openSSL), "sqlite": .string(sqlite),
            "load": .decimal(load), "debugBuild": .bool(isDebugBuild),
        ]
    }
}
