/// Why a server could not start.
package enum HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name to listen on has no address.
    case resolve(host: String, reason: String)
    /// The address can't be listened on; `reason` is the system's text.
    case bind(host: String, port: Int, reason: String)
    /// The certificate or the key can't be used; `reason` is GnuTLS's text.
    case tls(reason: String)
    /// libmicrohttpd refused; `reason` is its text.
    case start(reason: String)

    /// The fault in one line.
    package var description: String {
        switch self {
        case .resolve(let host, let reason): "can't find the address of \(host): \(reason)"
        case .bind(let host, let port, let reason): "can't listen on \(host) port \(port): \(reason)"
        case .tls(let reason): "can't use the TLS certificate and key: \(reason)"
        case .start(let reason): "can't start the HTTP server: \(reason)"
        }
    }
}
