import Encoding
import Foundation

/// This program once more, so that what is measured has a process of its own.
enum OwnProcess {
    /// What `plimsoll bench` with these arguments prints.
    static func answer(_ arguments: [String]) throws -> JSONNode {
        guard let program = Bundle.main.executableURL else { throw BenchError.startUpFailed(exitCode: 0, output: "this program's file is unknown") }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = ["bench"] + arguments
        process.standardOutput = pipe
        try process.run()
        let answer = Bytes(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError.startUpFailed(exitCode: process.terminationStatus, output: String(decoding: answer.prefix(200), as: UTF8.self))
        }
        return JSONNode(try JSON.parse(answer))
    }
}
