/// What the shell knows of its own server and process when a page of metrics is made.
package struct ServerReading: Sendable {
    /// HTTP requests handled, by route, method and status.
    package var requests: [(handler: String, method: String, code: String, count: Int64)] = []
    /// HTTP requests refused before they reached a handler, by reason.
    package var rejections: [(reason: String, count: Int64)] = []
    /// Open WebSocket connections.
    package var webSocketConnections: Int64 = 0
    /// Messages that slow WebSocket clients never got.
    package var droppedMessages: Int64 = 0
    /// The version of the compiler that built the running program.
    package var swiftVersion = ""
    /// User and system CPU time.
    package var cpuSeconds = 0.0
    /// Open file descriptors.
    package var openFiles: Int64 = 0
    /// The most file descriptors that may be open.
    package var maximumFiles: Int64 = 0
    /// Resident memory.
    package var residentBytes: Int64 = 0
    /// Virtual memory.
    package var virtualBytes: Int64 = 0
    /// When the process started, in seconds since 1970.
    package var startTime = 0.0
    /// Operating system threads.
    package var threads: Int64 = 0

    /// Makes a reading of a process that did nothing yet.
    package init() {}
}
