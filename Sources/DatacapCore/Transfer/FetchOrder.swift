/// What the downloader is told to do: one JSON line on its standard input; ``FetchAllowance`` may follow.
package struct FetchOrder: Hashable, Sendable {
    /// Which IP family the transfers may use.
    package enum IPVersion: String, CaseIterable, Sendable {
        case any, v4, v6
    }

    /// How many transfers may run at once.
    package static let mostStreams = 64

    /// What to download from, in turn; at least one.
    package var urls: [String]
    /// How many transfers run at once, 1 to ``mostStreams``.
    package var streams: Int
    /// How often a sample is made, in milliseconds.
    package var sampleMilliseconds: Int
    /// Which IP family is used.
    package var ipVersion: IPVersion
    /// The network interface, source address or host name to send from, as `CURLOPT_INTERFACE` takes it.
    package var interface: String?
    /// The proxy, as `CURLOPT_PROXY` takes it.
    package var proxy: String?
    /// The most that all transfers together may receive, in bytes a second.
    package var maximumBytesPerSecond: Int64?
    /// How much payload the run may take before it ends by itself; `nil` for no end.
    package var maximumBytes: Int64?
    /// How long the run may last before it ends by itself; `nil` for no end.
    package var maximumMilliseconds: Int64?

    /// Makes an order; what isn't given is as in config.json's defaults.
    package init(
        urls: [String],
        streams: Int = 4,
        sampleMilliseconds: Int = 250,
        ipVersion: IPVersion = .any,
        interface: String? = nil,
        proxy: String? = nil,
        maximumBytesPerSecond: Int64? = nil,
        maximumBytes: Int64? = nil,
        maximumMilliseconds: Int64? = nil
    ) {
        self.urls = urls
        self.streams = streams
        self.sampleMilliseconds = sampleMilliseconds
        self.ipVersion = ipVersion
        self.interface = interface
        self.proxy = proxy
        self.maximumBytesPerSecond = maximumBytesPerSecond
        self.maximumBytes = maximumBytes
        self.maximumMilliseconds = maximumMilliseconds
    }

    /// Whether the run ends by itself.
    package var isLimited: Bool { maximumBytes != nil || maximumMilliseconds != nil }

    /// The order as one line of JSON, without the line's end.
    package var line: [UInt8] {
        JSONWriter.object { json in
            json.array("urls") { array in for url in urls { array.element(url) } }
            json.member("streams", streams)
            json.member("sample_milliseconds", sampleMilliseconds)
            json.member("ip_version", ipVersion.rawValue)
            json.member("interface", interface)
            json.member("proxy", proxy)
            json.member("maximum_bytes_per_second", maximumBytesPerSecond)
            json.member("maximum_bytes", maximumBytes)
            json.member("maximum_milliseconds", maximumMilliseconds)
        }
    }

    /// Reads an order from its line.
    ///
    /// - Throws: ``WireError`` for what is not an order.
    package init(line: some Sequence<UInt8>) throws(WireError) {
        let object = try WireObject(line)
        let urls = try object.strings("urls")
        let streams = try object.int("streams")
        let sample = try object.int("sample_milliseconds")
        guard !urls.isEmpty else { throw .field("urls", "at least one URL") }
        guard (1...Int64(Self.mostStreams)).contains(streams) else {
            throw .field("streams", "1 to \(Self.mostStreams)")
        }
        guard (10...60_000).contains(sample) else { throw .field("sample_milliseconds", "10 to 60000") }
        for name in ["maximum_bytes", "maximum_milliseconds"] {
            guard object.optionalInt(name) ?? 1 >= 1 else { throw .field(name, "1 or more") }
        }
        guard let version = IPVersion(rawValue: try object.string("ip_version")) else {
            throw .field("ip_version", "any, v4 or v6")
        }
        self.init(
            urls: urls,
            streams: Int(streams),
            sampleMilliseconds: Int(sample),
            ipVersion: version,
            interface: object.optionalString("interface"),
            proxy: object.optionalString("proxy"),
            maximumBytesPerSecond: object.optionalInt("maximum_bytes_per_second"),
            maximumBytes: object.optionalInt("maximum_bytes"),
            maximumMilliseconds: object.optionalInt("maximum_milliseconds")
        )
    }
}
