internal import DatacapCore
internal import History
internal import MicroHTTP

/// Answers to take away: reports, and the history as text for other programs.
struct ReportRoutes: Sendable {
    /// More rows than that are for the command, which doesn't hold them all at once.
    private static let mostRows = 100_000

    let store: HistoryStore
    let snapshot: Snapshot
    private let gate = AnswerGate()

    init(store: HistoryStore, snapshot: Snapshot) {
        self.store = store
        self.snapshot = snapshot
    }

    /// All routes.
    var all: [HTTPRoute] {
        [
            HTTPRoute("GET", "/report") { request in
                do throws(RangeQuery.Fault) {
                    let query = try ReportQuery(request.query)
                    return gate.answer { report(query) }
                } catch {
                    return .problem(status: error.status, detail: error.reason)
                }
            },
            HTTPRoute("GET", "/api/export") { request in
                do throws(RangeQuery.Fault) {
                    let query = try ExportQuery(request.query, at: SystemClock.now().timestamp)
                    return gate.answer { export(query) }
                } catch {
                    return .problem(status: error.status, detail: error.reason)
                }
            },
        ]
    }

    private func report(_ query: ReportQuery) -> HTTPResponse {
        let station = snapshot.station
        let source = ReportSource(
            configuration: station.configuration,
            finding: station.capFinding,
            external: station.externalAddress
        )
        let material: ReportMaterial
        do throws(ReportRequestError) {
            material = try source.material(of: query.request, from: store, at: SystemClock.now().timestamp)
        } catch {
            return .problem(status: error.status, detail: error.description)
        }
        guard query.format != .csv || material.leftOut == 0 else {
            return tooMany(material.leftOut, advice: "datacap report --format csv --output FILE")
        }
        let name = query.format == .html ? nil : material.fileName(as: query.format)
        var response = file(material.report(as: query.format), query.format.contentType, name: name)
        if query.format == .html {
            response.headers.append(("Content-Security-Policy", HTMLReport.contentSecurityPolicy))
        }
        return response
    }

    private func export(_ query: ExportQuery) -> HTTPResponse {
        let (start, end) = (query.range.start, query.range.end)
        var bytes: [UInt8] = []
        do throws(HistoryError) {
            let count = try store.rowCount(of: query.tables, from: start, to: end)
            guard count <= Self.mostRows else { return tooMany(count, advice: "datacap export --output FILE") }
            try store.export(query.tables, from: start, to: end, format: query.format) { piece in
                bytes += piece
                return true
            }
        } catch {
            return .problem(status: 503, detail: error.description)
        }
        let ending = query.format == .csv ? "csv" : "jsonl"
        return file(bytes, query.format.contentType, name: "datacap-history-\(start.date).\(ending)")
    }

    private func tooMany(_ count: Int, advice command: String) -> HTTPResponse {
        .problem(
            status: 413,
            title: "Too many rows",
            detail: "These are \(count) rows; at most \(Self.mostRows) go by HTTP. `\(command)` writes any number."
        )
    }

    private func file(_ bytes: [UInt8], _ contentType: String, name: String?) -> HTTPResponse {
        var response = HTTPResponse.block(ByteBlock(bytes), contentType: contentType)
        response.headers.append(("Cache-Control", "no-store"))
        if let name { response.headers.append(("Content-Disposition", "attachment; filename=\"\(name)\"")) }
        return response
    }
}

extension ReportRequestError {
    fileprivate var status: Int {
        switch self {
        case .noIncident, .future: 404
        case .history: 503
        }
    }
}
