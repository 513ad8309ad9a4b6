internal import DatacapCore
internal import Lab
internal import Logging

/// The lab line of `serve --demo`: a provider in a box, on loopback, in the daemon's own process.
struct DemoLine {
    private let server: LabServer

    /// What the demo downloads from.
    var url: String { "http://127.0.0.1:\(server.port)/data" }

    /// Opens the line and makes it the configuration's only target.
    ///
    /// - Throws: ``DaemonError/listen(_:)``.
    init(_ configuration: inout Configuration, logger: Logger) throws(DaemonError) {
        do {
            server = try LabServer(plan: .demo)
        } catch {
            throw .listen("the lab line can't listen: \(error)")
        }
        Self.adapt(&configuration, to: url)
        logger.info("demo: tests run against the built-in lab line and spend no real data")
    }

    /// Points a configuration at the lab line, whose data never runs out.
    static func adapt(_ configuration: inout Configuration, to url: String) {
        configuration.testURLs = [url]
        configuration.atCap = .continue
        configuration.ipVersion = .any
        configuration.interface = nil
        // An empty proxy keeps libcurl from asking the environment.
        configuration.proxy = ""
        configuration.maximumSpeed = nil
        configuration.forgetPlan()
    }

    /// Closes the line.
    func stop() { server.stop() }
}
