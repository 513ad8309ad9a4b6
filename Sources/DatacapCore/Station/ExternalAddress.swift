/// The line's address as the internet sees it, and whose it is: text from a stranger, cleaned.
package struct ExternalAddress: Hashable, Sendable {
    /// The IP address.
    package var ip: String
    /// The provider's name.
    package var isp: String?
    /// The organisation that holds the address.
    package var organisation: String?
    /// The city.
    package var city: String?
    /// The region.
    package var region: String?
    /// The country, as the service writes it.
    package var country: String?
    /// The autonomous system, such as `AS3320`.
    package var asn: String?
    /// When the service was asked.
    package var fetched: Timestamp

    /// Reads the answer of an address service.
    ///
    /// The names that ipinfo.io, ip-api.com, ipapi.co and ifconfig.co use are known.
    ///
    /// - Returns: `nil` if the answer isn't a JSON object with an IP address.
    package init?(answer: [UInt8], fetched: Timestamp) {
        guard let node = try? JSONReader.read(answer) else { return nil }
        func text(_ names: String...) -> String? {
            for name in names {
                if let text = node[name]?.string?.cleaned(limit: 128), !text.isEmpty { return text }
            }
            return nil
        }
        guard let ip = text("ip", "query", "ip_addr"), Self.looksLikeAddress(ip) else { return nil }
        self.ip = ip
        self.fetched = fetched
        let holder = text("org", "organization", "organisation", "asn_org")
        let parts = holder?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
        if let number = parts.first, number.hasPrefix("AS"), Int(number.dropFirst(2)) != nil {
            asn = number
            organisation = parts.count == 2 ? parts[1] : nil
        } else {
            asn = text("asn", "as")
            organisation = holder
        }
        isp = text("isp") ?? organisation
        city = text("city")
        region = text("region", "regionName", "region_name")
        country = text("country", "country_name")
    }

    private static func looksLikeAddress(_ text: String) -> Bool {
        let digits = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) || $0 == 46 || $0 == 58
        }
        return digits && text.utf8.count <= 45 && (text.contains(".") || text.contains(":"))
    }
}
