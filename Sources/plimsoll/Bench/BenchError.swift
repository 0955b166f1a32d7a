/// Why a measurement cannot be made.
enum BenchError: Error, CustomStringConvertible {
    case openSSL(String)
    case sqlite(file: String, doing: String, reason: String)
    case wrongAnswer(expected: String, got: String)
    case startUpFailed(exitCode: Int32, output: String)
    case peerEnded

    var description: String {
        switch self {
        case .openSSL(let function): "libcrypto refused \(function)"
        case .sqlite(let file, let doing, let reason): "\(file): SQLite could not \(doing): \(reason)"
        case .wrongAnswer(let expected, let got): "a measurement went wrong, so its figure means nothing: expected \(expected), got \(got)"
        case .peerEnded: "the Python process with numpy and QuantLib ended; what it said stands above. Make its environment anew: Tests/setup.sh"
        case .startUpFailed(let exitCode, let output): "a process started to measure by itself ended with \(exitCode): \(output)"
        }
    }
}
