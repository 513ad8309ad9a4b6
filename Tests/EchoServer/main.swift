// A WebSocket echo endpoint for the Autobahn test cases: prints `port=NNNN`, runs until its input ends.
internal import Glibc
internal import MicroHTTP

let message = 33_554_432
let hub = WebSocketHub(
    configuration: .init(maximumQueuedBytes: 4 * message, maximumMessageBytes: message),
    onMessage: { $0 }
)

do throws(HTTPServerError) {
    let server = try HTTPServer(
        HTTPServerConfiguration(),
        routes: [HTTPRoute("GET", "/echo") { _ in .webSocket(hub) }]
    )
    let line = Array("port=\(server.port)\n".utf8)
    write(STDOUT_FILENO, line, line.count)
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) > 0 {}
    server.stop()
} catch {
    let line = Array("EchoServer: \(error)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(1)
}
