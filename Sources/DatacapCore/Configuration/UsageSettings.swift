/// `usage` of config.json: where the whole line's bytes are read.
package struct UsageSettings: Hashable, Sendable {
    /// Who counts them.
    package enum Source: String, CaseIterable, Sendable {
        /// An interface of this machine.
        case interface
        /// The router, asked by UPnP.
        case upnp
        /// vnstat on this machine.
        case vnstat
        /// Nobody.
        case none
    }

    /// The shortest time between two questions to a router, in seconds: it has other things to do.
    package static let shortestRouterInterval_seconds = 30

    /// `usage.source`: who counts.
    package var source = Source.interface
    /// `usage.interface`: the interface that is counted, or that a router is searched at; `nil` for the default route's.
    package var interface: String?
    /// `usage.upnp_url`: where the router describes itself; `nil` to search for it.
    package var routerURL: String?
    /// `usage.interval_seconds`: how long to wait between two readings.
    package var interval = Duration.seconds(30)

    /// Makes the settings of an empty config.json.
    package init() {}
}
