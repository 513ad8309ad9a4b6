internal import CMicroHTTPD

/// The way of a request through guard, limits and routes.
extension HTTPServerCore {
    /// An answer and what it is counted as.
    private struct Outcome {
        var response: HTTPResponse
        var handler = "other"
        var rejection: RejectionReason?
    }

    func exchange(connection: OpaquePointer, method: String, encodedPath: String, version: String) -> Exchange {
        let path = PercentEncoding.decoded(encodedPath) ?? encodedPath
        let request = HTTPRequest(connection: connection, method: method, path: path, version: version)
        let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
        return Exchange(
            request: request,
            encodedPath: encodedPath,
            hasBody: length > 0 || request.header("Transfer-Encoding") != nil,
            expectedBody: length,
            bodyLimit: configuration.bodyLimit
        )
    }

    /// Looks at a header block: what won't be taken needn't send its body first.
    func begin(_ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        // libmicrohttpd knows how to close after an early answer to these methods only.
        guard exchange.hasBody, exchange.request.method == "POST" || exchange.request.method == "PUT" else {
            return .YES
        }
        guard var outcome = refusal(of: exchange) else { return .YES }
        outcome.response.headers.append(("Connection", "close"))
        return send(outcome, to: exchange, on: connection)
    }

    /// Answers a request that has arrived in full.
    func complete(_ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        send(refusal(of: exchange) ?? routed(exchange), to: exchange, on: connection)
    }

    private func refusal(of exchange: Exchange) -> Outcome? {
        let request = exchange.request
        if isStopping { return Outcome(response: .problem(status: 503, detail: "The server is stopping.")) }
        let head = RequestHead(request, hasBody: exchange.hasBody)
        if let rejection = configuration.guard?.rejection(of: head, isSecure: configuration.tls != nil) {
            return Outcome(response: response(to: rejection), rejection: rejection.reason)
        }
        guard exchange.hasBody else { return nil }
        let length = request.header("Content-Length")
        if length != nil, request.header("Transfer-Encoding") != nil {
            // RFC 9112 §6.1: two lengths are how requests are smuggled.
            return Outcome(
                response: .problem(status: 400, detail: "Content-Length and Transfer-Encoding exclude each other.")
            )
        }
        if exchange.isOverLimit || length.flatMap({ Int($0) }) ?? 0 > configuration.bodyLimit {
            let detail = "A body may have \(configuration.bodyLimit) bytes."
            return Outcome(response: .problem(status: 413, detail: detail), rejection: .limit)
        }
        return nil
    }

    private func response(to rejection: RequestGuard.Rejection) -> HTTPResponse {
        var response = HTTPResponse.problem(status: rejection.status, title: rejection.title, detail: rejection.detail)
        if rejection.status == 401, let realm = configuration.guard?.realm {
            response.headers.append(("WWW-Authenticate", "Basic realm=\"\(realm)\", charset=\"UTF-8\""))
            response.headers.append(("WWW-Authenticate", "Bearer realm=\"\(realm)\""))
        }
        return response
    }

    private func routed(_ exchange: Exchange) -> Outcome {
        let request = exchange.request
        switch router.match(method: request.method, encodedPath: exchange.encodedPath) {
        case .route(let route, let parameters):
            request.pathParameters = parameters
            var outcome = Outcome(response: route.handler(request), handler: route.pattern)
            if case .webSocket(let hub) = outcome.response.body {
                switch WebSocketHandshake.answer(to: request, hub: hub) {
                case .accepted(let key):
                    adopt(hub)
                    exchange.reservation = hub
                    outcome.response.status = 101
                    outcome.response.headers += [("Upgrade", "websocket"), ("Sec-WebSocket-Accept", key)]
                case .refused(let response, let reason):
                    outcome.response = response
                    outcome.rejection = reason
                }
            }
            return outcome
        case .methodNotAllowed(let pattern, let allow):
            var response = HTTPResponse.problem(status: 405, detail: "Allowed here: \(allow).")
            response.headers.append(("Allow", allow))
            return Outcome(response: response, handler: pattern)
        case .notFound:
            return Outcome(response: .problem(status: 404, detail: "There is nothing at this path."))
        case .malformed:
            return Outcome(response: .problem(status: 400, detail: "The path has a broken percent-escape."))
        }
    }

    private func send(_ outcome: Outcome, to exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        let reply = Reply(outcome.response, to: exchange.request, core: self)
        traffic.count(
            handler: outcome.handler,
            method: exchange.request.method,
            code: reply.status,
            rejection: outcome.rejection
        )
        return reply.queue(on: connection, core: self)
    }
}
