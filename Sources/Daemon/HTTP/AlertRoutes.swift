internal import DatacapCore
internal import Glibc
internal import MicroHTTP
internal import Synchronization

/// What the daemon answers about its alerts.
struct AlertRoutes: Sendable {
    /// How long a test's outcome is waited for, in steps of 20 ms.
    private static let patience = 250

    let snapshot: Snapshot
    let inbox: Inbox
    private let tester = Tester()

    init(snapshot: Snapshot, inbox: Inbox) {
        self.snapshot = snapshot
        self.inbox = inbox
    }

    /// All routes.
    var all: [HTTPRoute] {
        [
            HTTPRoute("GET", "/api/alerts") { _ in
                fresh(snapshot.station.alerts.alertsJSON(at: SystemClock.now()))
            },
            HTTPRoute("POST", "/api/alerts/test") { request in test(request) },
            HTTPRoute("POST", "/api/alerts/{alert}/silence") { request in silence(request) },
            HTTPRoute("DELETE", "/api/alerts/{alert}/silence") { request in
                carryOut(.unsilence(alert: request.pathParameters["alert"] ?? ""))
            },
        ]
    }

    private func fresh(_ json: [UInt8]) -> HTTPResponse {
        var response = HTTPResponse.json(json)
        response.headers.append(("Cache-Control", "no-store"))
        return response
    }

    private func silence(_ request: HTTPRequest) -> HTTPResponse {
        guard let seconds = body(of: request)?["seconds"]?.double, seconds >= 1, seconds <= 31_536_000 else {
            return .problem(status: 400, detail: "The body must be {\"seconds\": N}, N from 1 to 31536000.")
        }
        let alert = request.pathParameters["alert"] ?? ""
        return carryOut(.silence(alert: alert, for: .milliseconds((seconds * 1_000).rounded())))
    }

    private func carryOut(_ command: AlertCommand) -> HTTPResponse {
        guard let answer = inbox.ask(command) else { return Self.busy }
        guard answer.isKnown else { return .problem(status: 404, detail: answer.message) }
        return fresh(JSONWriter.object { $0.member("message", answer.message) })
    }

    /// Sends a test and waits a while for what becomes of it.
    private func test(_ request: HTTPRequest) -> HTTPResponse {
        guard let receiver = body(of: request)?["receiver"]?.string else {
            return .problem(status: 400, detail: "The body must be {\"receiver\": \"name\"}.")
        }
        // A waiting request holds one of the server's few threads.
        guard tester.begin() else { return .problem(status: 429, detail: "Another test is under way; try again.") }
        defer { tester.end() }
        guard let answer = inbox.ask(.test(receiver: receiver)) else { return Self.busy }
        guard answer.isKnown else { return .problem(status: 404, detail: answer.message) }
        guard !answer.noticeIDs.isEmpty else { return .problem(status: 429, detail: answer.message) }
        var records: [NoticeLog.Record] = []
        for _ in 0..<Self.patience {
            let log = snapshot.station.alerts.outbox.log
            records = answer.noticeIDs.compactMap { log[$0] }
            if records.allSatisfy(\.outcome.isSettled), records.count == answer.noticeIDs.count { break }
            usleep(20_000)
        }
        return fresh(Self.json(records, receiver: receiver))
    }

    private static func json(_ records: [NoticeLog.Record], receiver: String) -> [UInt8] {
        JSONWriter.object { json in
            json.member("receiver", receiver)
            let isSettled = records.allSatisfy(\.outcome.isSettled)
            let isDelivered = records.allSatisfy { if case .delivered = $0.outcome { true } else { false } }
            json.member("delivered", isSettled ? isDelivered : nil)
            json.array("notices") { array in
                for record in records {
                    array.object { notice in
                        notice.member("id", record.id)
                        notice.member("address", record.destination.address)
                        notice.member("outcome", record.outcome.name)
                        notice.member("detail", record.outcome.detail)
                    }
                }
            }
        }
    }

    private func body(of request: HTTPRequest) -> JSONNode? { try? JSONReader.read(request.body) }

    private static let busy = HTTPResponse.problem(
        status: 503,
        detail: "The daemon is busy or leaving; try again."
    )
}

/// Lets one test run at a time.
private final class Tester: Sendable {
    private let isBusy = Mutex(false)

    func begin() -> Bool {
        isBusy.withLock { isBusy in
            defer { isBusy = true }
            return !isBusy
        }
    }

    func end() { isBusy.withLock { $0 = false } }
}
