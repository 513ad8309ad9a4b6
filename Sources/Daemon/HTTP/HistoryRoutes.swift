internal import DatacapCore
internal import History
internal import MicroHTTP

/// What the daemon answers about the past, read from the history on the server's own threads.
struct HistoryRoutes: Sendable {
    private static let day = Duration.seconds(86_400)
    private static let mostRows = 10_000

    let store: HistoryStore
    let keeper: HistoryKeeper

    /// All routes.
    var all: [HTTPRoute] {
        [
            HTTPRoute("GET", "/api/history") { request in answer(request, series) },
            HTTPRoute("GET", "/api/sessions") { request in
                list(request, "sessions", store.sessions) { $0.write(to: &$1) }
            },
            HTTPRoute("GET", "/api/tests") { request in list(request, "tests", store.tests) { $0.write(to: &$1) } },
            HTTPRoute("GET", "/api/incidents") { request in
                list(request, "incidents", store.incidents) { $0.write(to: &$1) }
            },
            HTTPRoute("GET", "/api/events") { request in list(request, "events", store.events) { $0.write(to: &$1) } },
            HTTPRoute("POST", "/api/notes") { request in note(request) },
        ]
    }

    private func series(_ query: RangeQuery) throws(HistoryError) -> [UInt8] {
        let series = try store.series(from: query.start, to: query.end, points: query.points)
        return JSONWriter.object { json in
            query.write(to: &json)
            json.member("width_seconds", series.width.seconds, places: 3)
            json.array("points") { array in
                for point in series.points { array.object { point.write(to: &$0) } }
            }
        }
    }

    private func list<Row>(
        _ request: HTTPRequest,
        _ name: String,
        _ read: (_ from: Timestamp, _ to: Timestamp, _ limit: Int) throws(HistoryError) -> [Row],
        _ write: @escaping (Row, inout JSONWriter) -> Void
    ) -> HTTPResponse {
        answer(request) { query throws(HistoryError) in
            let rows = try read(query.start, query.end, query.limit)
            return JSONWriter.object { json in
                query.write(to: &json)
                json.array(name) { array in for row in rows { array.object { write(row, &$0) } } }
            }
        }
    }

    /// Answers a query of a range, and nobody keeps the answer.
    func answer(
        _ request: HTTPRequest,
        _ body: (RangeQuery) throws(HistoryError) -> [UInt8]
    ) -> HTTPResponse {
        let query: RangeQuery
        do {
            query = try RangeQuery(request.query, at: SystemClock.now().timestamp)
        } catch {
            return .problem(status: error.status, detail: error.reason)
        }
        do {
            var response = HTTPResponse.json(try body(query))
            response.headers.append(("Cache-Control", "no-store"))
            return response
        } catch {
            return .problem(status: 503, detail: error.description)
        }
    }

    private func note(_ request: HTTPRequest) -> HTTPResponse {
        guard let text = (try? JSONReader.read(request.body))?["text"]?.string?.cleaned(limit: 2_000), !text.isEmpty
        else {
            return .problem(status: 400, detail: "The body must be {\"text\": \"…\"}, with 1 to 2000 characters.")
        }
        let event = EventRecord(time: SystemClock.now().timestamp, kind: .note, text: text)
        keeper.put(.record(.event(event)))
        return .json(JSONWriter.object { event.write(to: &$0) }, status: 201)
    }
}
