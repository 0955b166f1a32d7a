/// A port that is known once, and those who wait for it.
actor BoundPort {
    private var result: Result<Int, DevnetServerError>?
    private var waiting: [CheckedContinuation<Result<Int, DevnetServerError>, Never>] = []

    /// The port, or why there is none. Waits until one of the two is known.
    var value: Result<Int, DevnetServerError> {
        get async {
            if let result { return result }
            return await withCheckedContinuation { waiting.append($0) }
        }
    }

    func succeed(with port: Int?) {
        settle(port.map { .success($0) } ?? .failure(.endedBeforeServing))
    }

    func fail(with error: DevnetServerError) {
        settle(.failure(error))
    }

    /// Only the first outcome counts.
    private func settle(_ outcome: Result<Int, DevnetServerError>) {
        guard result == nil else { return }
        result = outcome
        for continuation in waiting { continuation.resume(returning: outcome) }
        waiting = []
    }
}
