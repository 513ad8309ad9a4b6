internal import DatacapCore
internal import MicroHTTP

/// What the daemon answers: reads are functions of the latest snapshot, commands go through the inbox.
struct Routes: Sendable {
    /// Header fields of every response: what the page may do, and that nobody guesses types or frames it.
    static let headers = [
        (
            "Content-Security-Policy",
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
            frame-ancestors 'none'; base-uri 'none'; form-action 'self'
            """
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    let snapshot: Snapshot
    let inbox: Inbox
    let feed: LiveFeed
    let history: HistoryRoutes
    let reports: ReportRoutes
    let reload: @Sendable () -> ConfigurationError?
    let statistics: @Sendable () -> HTTPStatistics

    /// All routes.
    var all: [HTTPRoute] {
        let api =
            commands + reads + AlertRoutes(snapshot: snapshot, inbox: inbox).all + history.all + reports.all + [
                history.usage(snapshot), HTTPRoute("GET", "/-/healthy") { _ in .text("datacap is healthy.\n") },
                HTTPRoute("GET", "/-/ready") { _ in ready },
                HTTPRoute("POST", "/-/reload") { _ in reloaded },
            ]
        let metrics = MetricsPage(snapshot: snapshot, hub: feed.hub, routes: api)
        return api + [
            HTTPRoute("GET", "/ws") { _ in .webSocket(feed.hub) },
            HTTPRoute("GET", "/metrics") { request in metrics.answer(request, statistics) },
        ] + DashboardFiles.routes()
    }

    private var commands: [HTTPRoute] {
        Station.Command.allCases.map { command in
            HTTPRoute("POST", "/api/\(command.rawValue)") { request in
                command == .pause ? pause(request) : carryOut(command)
            }
        }
    }

    private var reads: [HTTPRoute] {
        [
            HTTPRoute("GET", "/api/stats") { _ in fresh(snapshot.station.statsJSON(at: SystemClock.now())) },
            HTTPRoute("GET", "/api/system") { _ in fresh(snapshot.station.systemJSON()) },
            HTTPRoute("GET", "/api/usage") { _ in fresh(snapshot.station.usageJSON(at: SystemClock.now())) },
            HTTPRoute("GET", "/api/config") { _ in fresh(snapshot.station.configuration.json) },
        ]
    }

    private func fresh(_ json: [UInt8]) -> HTTPResponse {
        var response = HTTPResponse.json(json)
        response.headers.append(("Cache-Control", "no-store"))
        return response
    }

    /// Pauses until somebody resumes, or for the seconds that the body names.
    private func pause(_ request: HTTPRequest) -> HTTPResponse {
        guard !request.body.isEmpty else { return carryOut(.pause) }
        guard let seconds = (try? JSONReader.read(request.body))?["seconds"]?.double, (1...31_536_000).contains(seconds)
        else {
            return .problem(status: 400, detail: "The body must be empty or {\"seconds\": N}, N from 1 to 31536000.")
        }
        return carryOut(.pause, lasting: .seconds(seconds))
    }

    private func carryOut(_ command: Station.Command, lasting duration: Duration? = nil) -> HTTPResponse {
        guard let answer = inbox.ask(command, lasting: duration) else {
            return .problem(status: 503, detail: "The daemon is busy or leaving; try again.")
        }
        guard answer.isPossible else { return .problem(status: 409, detail: answer.message) }
        return fresh(
            JSONWriter.object { json in
                json.member("status", answer.state.rawValue)
                json.member("changed", answer.isChange)
                json.member("message", answer.message)
            }
        )
    }

    private var ready: HTTPResponse {
        switch snapshot.station.state {
        case .failed(let reason): .problem(status: 503, detail: reason)
        case .stopped, .starting, .running, .paused, .stalled, .waiting, .stopping: .text("datacap is ready.\n")
        }
    }

    private var reloaded: HTTPResponse {
        guard let error = reload() else { return .text("The configuration was read again.\n") }
        return .problem(status: 500, title: "Faulty configuration", detail: error.description)
    }
}
