/// One request on its way from its header block to the end of its answer.
///
/// libmicrohttpd keeps it as the request's context and calls for it from one thread at a time.
final class Exchange {
    /// How much of a body that is over the limit is read and dropped before the connection is cut.
    ///
    /// A client that is cut off while it writes may never see the 413.
    static let drainLimit = 4_194_304

    let request: HTTPRequest
    /// The path as sent, still percent-encoded.
    let encodedPath: String
    let hasBody: Bool
    /// Whether the body went over the limit.
    private(set) var isOverLimit = false
    /// The hub that has kept a place for this connection, until it takes it.
    var reservation: WebSocketHub?
    private let bodyLimit: Int
    private var dropped = 0

    init(request: HTTPRequest, encodedPath: String, hasBody: Bool, expectedBody: Int, bodyLimit: Int) {
        self.request = request
        self.encodedPath = encodedPath
        self.hasBody = hasBody
        self.bodyLimit = bodyLimit
        if hasBody { request.body.reserveCapacity(min(expectedBody, bodyLimit)) }
    }

    /// Takes a part of the body; false when so much came that the connection must go.
    func receive(_ part: UnsafeRawBufferPointer) -> Bool {
        if !isOverLimit, request.body.count + part.count <= bodyLimit {
            request.body.append(contentsOf: part)
            return true
        }
        isOverLimit = true
        request.body = []
        dropped += part.count
        return dropped <= Self.drainLimit
    }

    /// Ends the exchange: nothing of the connection may be used after it.
    func finish() {
        request.detach()
        reservation?.cancelReservation()
        reservation = nil
    }
}
