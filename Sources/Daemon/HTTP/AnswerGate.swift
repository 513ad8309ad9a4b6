internal import DatacapCore
internal import MicroHTTP
internal import Synchronization

/// Lets two long answers be made at once, so that they take neither all memory nor all threads of the server.
final class AnswerGate: Sendable {
    private static let most = 2

    private let count = Mutex(0)

    /// Makes an answer, or asks to come back later.
    func answer(_ body: () -> HTTPResponse) -> HTTPResponse {
        let isFree = count.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard isFree else {
            var response = HTTPResponse.problem(
                status: 503,
                detail: "\(Self.most) reports or exports are being made already; try again in a few seconds."
            )
            response.headers.append(("Retry-After", "5"))
            return response
        }
        defer { count.withLock { $0 -= 1 } }
        return body()
    }
}
