/// Why a sample or a test says nothing of the line: it is kept and marked, and stays out of averages and alerts.
package struct Flaws: OptionSet, Hashable, Sendable {
    /// The bits as they are stored; their meaning never changes.
    package let rawValue: Int64

    /// Makes flaws of stored bits.
    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// This machine's processor had no time left.
    package static let processor = Flaws(rawValue: 1)
    /// This machine's interface carried what it can.
    package static let interface = Flaws(rawValue: 2)
    /// Others used the line meanwhile.
    package static let otherTraffic = Flaws(rawValue: 4)
    /// The receive window was full.
    package static let receiveWindow = Flaws(rawValue: 8)
    /// The server, not the line, was the limit.
    package static let server = Flaws(rawValue: 16)
    /// A transfer ended with an HTTP error.
    package static let httpError = Flaws(rawValue: 32)

    /// Every flaw with its name on the wire.
    package static let names: [(flaw: Flaws, name: String)] = [
        (.processor, "processor"), (.interface, "interface"), (.otherTraffic, "other_traffic"),
        (.receiveWindow, "receive_window"), (.server, "server"), (.httpError, "http_error"),
    ]

    /// The names of the flaws that are there.
    package var names: [String] { Self.names.filter { contains($0.flaw) }.map(\.name) }
}
