package import Curl
package import DatacapCore

/// Where the whole line's bytes are read.
package enum UsageSource: Sendable {
    /// A network interface of this machine.
    case interface(InterfaceSource)
    /// The router, by UPnP.
    case upnp(RouterSource)
    /// The database of vnstat on this machine.
    case vnstat(VnstatSource)

    /// Makes the source that the configuration names; `nil` if it wants none.
    package init?(_ settings: UsageSettings) {
        switch settings.source {
        case .interface: self = .interface(InterfaceSource(name: settings.interface))
        case .upnp:
            let url = settings.routerURL.flatMap { LocalURL($0) }
            self = .upnp(RouterSource(description: url, interface: settings.interface))
        case .vnstat: self = .vnstat(VnstatSource(interface: settings.interface))
        case .none: return nil
        }
    }

    /// Reads the counter once.
    ///
    /// - Throws: ``UsageSourceError`` if it can't be read now. An interface that isn't there is a reading, too.
    package mutating func read() async throws(UsageSourceError) -> CounterReading {
        switch self {
        case .interface(var source):
            defer { self = .interface(source) }
            return try source.read()
        case .upnp(var source):
            defer { self = .upnp(source) }
            return try await source.read()
        case .vnstat(let source):
            return try await source.read()
        }
    }
}

/// Why the line's bytes can't be read now.
package enum UsageSourceError: Error, Sendable, CustomStringConvertible {
    /// A file of the kernel can't be read.
    case file(String)
    /// No interface is named, and there's no default route that would name one.
    case noDefaultRoute
    /// A call of the kernel failed.
    case system(call: String, code: Int32)
    /// Nobody on the network says that it's a router.
    case noRouter
    /// A router didn't answer.
    case request(LocalURL, CurlError)
    /// It answered with another HTTP status than 200.
    case status(LocalURL, Int)
    /// It answered, but doesn't tell.
    case router(LocalURL, RouterError)
    /// vnstat couldn't be run.
    case program(String)
    /// vnstat doesn't tell.
    case vnstat(VnstatError)
    /// The daemon leaves.
    case cancelled

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .file(let path): "\(path) can't be read"
        case .noDefaultRoute: "there's no default route, so no interface of the line"
        case .system(let call, let code): "\(call) failed: errno \(code)"
        case .noRouter: "no router on the network answers a UPnP search"
        case .request(let url, let error): "\(url): \(error)"
        case .status(let url, let status): "\(url): HTTP \(status)"
        case .router(let url, let error): "\(url): \(error)"
        case .program(let what): "vnstat: \(what)"
        case .vnstat(let error): "\(error)"
        case .cancelled: "given up"
        }
    }
}
