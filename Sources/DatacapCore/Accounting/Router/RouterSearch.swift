/// The search for routers on the own network: SSDP (UPnP Device Architecture 1.0, 1.2).
package enum RouterSearch {
    /// Where searches are sent, and the port: every device that speaks UPnP hears it there.
    package static let group = (address: "239.255.255.250", port: UInt16(1900))
    /// How long devices may take to answer, in seconds.
    package static let longestWait_seconds = 2

    /// What is searched for: routers of both versions of the standard, and the service itself.
    package static let targets = [
        "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
        "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
        "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1",
    ]

    /// The datagram that searches for a target.
    package static func datagram(for target: String) -> [UInt8] {
        let lines = [
            "M-SEARCH * HTTP/1.1", "HOST: \(group.address):\(group.port)", "MAN: \"ssdp:discover\"",
            "MX: \(longestWait_seconds)", "ST: \(target)", "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// Reads an answer.
    ///
    /// - Parameters:
    ///   - datagram: The answer.
    ///   - sender: The IPv4 address that it came from.
    /// - Returns: Where the device's description is; `nil` if it isn't an answer to these searches, or names another
    ///   device than the one that answered.
    package static func location(in datagram: some Sequence<UInt8>, from sender: String) -> LocalURL? {
        let bytes = Array(datagram)
        guard bytes.count <= 4_096 else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        guard let status = lines.first?.split(separator: " "), status.count >= 2, status[0].hasPrefix("HTTP/1."),
            status[1] == "200"
        else { return nil }
        func field(_ name: String) -> String? {
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
                let value = line[line.index(after: colon)...]
                return String(value.drop { $0 == " " || $0 == "\t" })
            }
            return nil
        }
        guard let target = field("st"), targets.contains(target), let url = field("location").flatMap({ LocalURL($0) }),
            url.host == sender
        else { return nil }
        return url
    }
}
