/// Why a measurement cannot be made.
enum BenchError: Error, CustomStringConvertible {
    case openSSL(String)
    case sqlite(file: String, doing: String, reason: String)
    case wrongAnswer(expected: String, got: String)
    case startUpFailed(exitCode: Int32, output: String)

    var description: String {
        switch self {
        case .openSSL(let function): "libcrypto refused \(function)"
        case .sqlite(let file, let doing, let reason): "\(file): SQLite could not \(doing): \(reason)"
        case .wrongAnswer(let expected, let got): "a measurement went wrong, so its figure means nothing: expected \(expected), got \(got)"
        case .startUpFailed(let exitCode, let output): "the process that measures the start-up ended with \(exitCode): \(output)"
        }
    }
}
