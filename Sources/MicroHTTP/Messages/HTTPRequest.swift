internal import CMicroHTTPD
internal import Glibc

/// A request whose body has arrived in full.
///
/// Header fields and query are looked up in libmicrohttpd's memory when they are asked for, so a
/// request is only good while its handler runs; afterwards it has neither.
package final class HTTPRequest {
    private enum Source {
        case connection(OpaquePointer)
        case values(headers: [(String, String)], query: [(name: String, value: String)], clientAddress: String)
    }

    /// The method, as sent: methods are case-sensitive.
    package let method: String
    /// The path, percent-decoded, without the query.
    package let path: String
    /// The protocol's name and version, `HTTP/1.1` or `HTTP/1.0`.
    package let version: String
    /// The body; empty when there is none.
    package internal(set) var body: [UInt8]
    /// What stands for the `{name}` segments of the route's pattern, percent-decoded.
    package internal(set) var pathParameters: [String: String]
    private var source: Source

    /// Creates a request that came over no connection, to call a handler with.
    package init(
        method: String,
        path: String,
        query: [(name: String, value: String)] = [],
        headers: [(String, String)] = [],
        body: [UInt8] = [],
        pathParameters: [String: String] = [:],
        clientAddress: String = "127.0.0.1"
    ) {
        self.method = method
        self.path = path
        self.version = "HTTP/1.1"
        self.body = body
        self.pathParameters = pathParameters
        source = .values(headers: headers, query: query, clientAddress: clientAddress)
    }

    init(connection: OpaquePointer, method: String, path: String, version: String) {
        self.method = method
        self.path = path
        self.version = version
        body = []
        pathParameters = [:]
        source = .connection(connection)
    }

    /// Forgets the connection, whose memory is about to be used again.
    func detach() { source = .values(headers: [], query: [], clientAddress: "") }

    /// The value of the first header field called `name`, in any case, or nil if there is none.
    package func header(_ name: String) -> String? {
        switch source {
        case .connection(let connection):
            MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
        case .values(let headers, _, _):
            headers.first { HeaderText.equal($0.0, name) }?.1
        }
    }

    /// The values of every header field called `name`, in any case.
    package func headers(_ name: String) -> [String] {
        var found: [String] = []
        forEachHeader { key, value in
            if HeaderText.equal(key, name) { found.append(value) }
        }
        return found
    }

    /// The query's names and values in order, percent-decoded, with `+` read as a space.
    ///
    /// A name without a value has an empty one; what can't be decoded is left out.
    package var query: [(name: String, value: String)] {
        switch source {
        case .connection(let connection): Self.values(of: connection, kind: .GET_ARGUMENT_KIND, decoded: true)
        case .values(_, let query, _): query
        }
    }

    /// The first value of `name` in the query, or nil if the query doesn't name it.
    package func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The client's numeric address without its port, straight from the socket.
    ///
    /// `X-Forwarded-For` and its like are never looked at.
    package var clientAddress: String {
        switch source {
        case .connection(let connection):
            cmhd_client_address(connection).map { SocketAddress.text($0) } ?? ""
        case .values(_, _, let address): address
        }
    }

    /// Calls `body` with the name and value of each header field in turn.
    func forEachHeader(_ body: (String, String) -> Void) {
        switch source {
        case .connection(let connection):
            for (name, value) in Self.values(of: connection, kind: .HEADER_KIND, decoded: false) { body(name, value) }
        case .values(let headers, _, _):
            for (name, value) in headers { body(name, value) }
        }
    }

    private final class Collected { var values: [(name: String, value: String)] = [] }

    private static func values(
        of connection: OpaquePointer,
        kind: MHD_ValueKind,
        decoded: Bool
    ) -> [(name: String, value: String)] {
        let collected = Collected()
        MHD_get_connection_values(
            connection,
            kind,
            { context, _, key, value in
                guard let context, let key else { return .NO }
                let collected = Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
                collected.values.append((String(cString: key), value.map { String(cString: $0) } ?? ""))
                return .YES
            },
            Unmanaged.passUnretained(collected).toOpaque()
        )
        guard decoded else { return collected.values }
        return collected.values.compactMap { pair in
            guard let name = PercentEncoding.decoded(pair.name), let value = PercentEncoding.decoded(pair.value) else {
                return nil
            }
            return (name, value)
        }
    }
}
