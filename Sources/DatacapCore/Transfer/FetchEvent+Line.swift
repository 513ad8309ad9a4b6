extension FetchEvent {
    /// The event as one line of JSON, without the line's end.
    package var line: [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .started(let processID, let uptime):
                json.member("event", "started")
                json.member("pid", processID)
                json.member("uptime_ns", uptime.nanoseconds)
            case .sample(let sample):
                json.member("event", "sample")
                sample.write(to: &json)
            case .transfer(let url, let outcome):
                json.member("event", "transfer")
                json.member("url", url)
                outcome.write(to: &json)
            case .failure(let url, let reason, let detail, let rest, let outcome):
                json.member("event", "failure")
                json.member("url", url)
                json.member("reason", reason.rawValue)
                json.member("detail", detail)
                json.member("rest_ms", rest.milliseconds)
                outcome.write(to: &json)
            case .paused(let uptime):
                json.member("event", "paused")
                json.member("uptime_ns", uptime.nanoseconds)
            case .resumed(let uptime):
                json.member("event", "resumed")
                json.member("uptime_ns", uptime.nanoseconds)
            case .finished(let uptime):
                json.member("event", "finished")
                json.member("uptime_ns", uptime.nanoseconds)
            }
        }
    }

    /// Reads an event from its line.
    ///
    /// - Throws: ``WireError`` for what the grammar doesn't have.
    package init(line: some Sequence<UInt8>) throws(WireError) {
        let object = try WireObject(line)
        func uptime() throws(WireError) -> Duration { .nanoseconds(try object.int("uptime_ns")) }
        func url() throws(WireError) -> Int {
            guard let index = Int(exactly: try object.int("url")), index >= 0 else { throw .field("url", "an index") }
            return index
        }
        switch try object.string("event") {
        case "started": self = .started(processID: try object.int("pid"), uptime: try uptime())
        case "sample": self = .sample(try FetchSample(object))
        case "transfer": self = .transfer(url: try url(), try TransferOutcome(object))
        case "failure":
            guard let reason = FailureReason(rawValue: try object.string("reason")) else {
                throw .field("reason", "one of \(FailureReason.allCases.map(\.rawValue))")
            }
            self = .failure(
                url: try url(),
                reason: reason,
                detail: try object.string("detail"),
                rest: .milliseconds(try object.int("rest_ms")),
                try TransferOutcome(object)
            )
        case "paused": self = .paused(uptime: try uptime())
        case "resumed": self = .resumed(uptime: try uptime())
        case "finished": self = .finished(uptime: try uptime())
        case let name: throw .unknown(name)
        }
    }
}

extension FetchSample {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("uptime_ns", uptime.nanoseconds)
        json.member("interval_ns", interval.nanoseconds)
        json.array("bytes") { array in for count in bytes { array.element(count) } }
        json.member("streams", streams)
        json.member("ramping", ramping)
        json.member("rtt_us", roundTrip.map { $0.nanoseconds / 1_000 })
        json.member("rtt_variation_us", roundTripVariation.map { $0.nanoseconds / 1_000 })
        json.member("connect_us", connect.map { $0.nanoseconds / 1_000 })
        json.member("segments", segments)
        json.member("retransmits", retransmits)
        json.member("out_of_order", outOfOrder)
        json.member("cpu_ns", machine.cpu.nanoseconds)
        json.member("cpu_wait_ns", machine.cpuWait.nanoseconds)
        json.member("interface_bytes", machine.interfaceBytes)
        json.member("link_mbps", machine.linkSpeedMbps)
        json.member("window_limited", machine.windowLimited)
        json.member("ip_version", machine.ipVersion?.rawValue)
    }

    fileprivate init(_ object: WireObject) throws(WireError) {
        let interval = try object.int("interval_ns")
        guard interval >= 0 else { throw .field("interval_ns", "0 or more") }
        self.init(
            uptime: .nanoseconds(try object.int("uptime_ns")),
            interval: .nanoseconds(interval),
            bytes: try object.counts("bytes"),
            streams: Int(clamping: try object.int("streams")),
            ramping: Int(clamping: try object.int("ramping")),
            roundTrip: object.optionalInt("rtt_us").map { .microseconds($0) },
            roundTripVariation: object.optionalInt("rtt_variation_us").map { .microseconds($0) },
            connect: object.optionalInt("connect_us").map { .microseconds($0) },
            segments: try object.int("segments"),
            retransmits: try object.int("retransmits"),
            outOfOrder: try object.int("out_of_order"),
            machine: MachineReading(
                cpu: .nanoseconds(try object.int("cpu_ns")),
                cpuWait: .nanoseconds(try object.int("cpu_wait_ns")),
                interfaceBytes: object.optionalInt("interface_bytes"),
                linkSpeedMbps: object.optionalInt("link_mbps"),
                windowLimited: Int(clamping: try object.int("window_limited")),
                ipVersion: object.optionalString("ip_version").flatMap { FetchOrder.IPVersion(rawValue: $0) }
            )
        )
    }
}

extension TransferOutcome {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("bytes", bytes)
        json.member("http_status", httpStatus)
        json.member("resolve_us", resolve.nanoseconds / 1_000)
        json.member("connect_us", connect.nanoseconds / 1_000)
        json.member("tls_us", tls.nanoseconds / 1_000)
        json.member("first_byte_us", firstByte.nanoseconds / 1_000)
        json.member("total_us", total.nanoseconds / 1_000)
    }

    fileprivate init(_ object: WireObject) throws(WireError) {
        self.init(
            bytes: try object.int("bytes"),
            httpStatus: Int(clamping: try object.int("http_status")),
            resolve: .microseconds(try object.int("resolve_us")),
            connect: .microseconds(try object.int("connect_us")),
            tls: .microseconds(try object.int("tls_us")),
            firstByte: .microseconds(try object.int("first_byte_us")),
            total: .microseconds(try object.int("total_us"))
        )
    }
}
