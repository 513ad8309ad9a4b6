extension Station {
    /// The machine and the line as `/api/system` answers them.
    ///
    /// - Returns: A JSON object in UTF-8.
    package func systemJSON() -> [UInt8] { JSONWriter.object { writeSystem(to: &$0) } }

    /// The machine and the line as a WebSocket message.
    ///
    /// - Returns: A JSON object in UTF-8 whose `type` is `system`.
    package func systemMessage() -> [UInt8] {
        JSONWriter.object { json in
            json.member("type", "system")
            writeSystem(to: &json)
        }
    }

    private func writeSystem(to json: inout JSONWriter) {
        if let address = externalAddress {
            json.object("external") { address.write(to: &$0) }
        } else {
            json.member("external", String?.none)
        }
        json.object("host") { host in
            host.member("name", system.hostName)
            host.member("uptime_seconds", system.uptime.seconds, places: 0)
            host.array("load") { array in for load in system.load { array.element(load, places: 2) } }
            host.member("memory_total_bytes", system.memoryTotal.bytes)
            host.member("memory_available_bytes", system.memoryAvailable.bytes)
            host.member("cpu_count", system.processorCount)
        }
        json.object("processes") { processes in
            processes.write("daemon", system.daemon)
            processes.write("downloader", system.downloader)
        }
        json.object("network") { network in
            network.member("interface", system.interface)
            network.member("link_speed_mbps", system.linkSpeedMbps)
            network.member("default_route", system.gateway)
        }
        json.object("quality") { writeQuality(to: &$0) }
    }

    private func writeQuality(to json: inout JSONWriter) {
        json.member("rtt_ms", quality.roundTrip.map { $0.seconds * 1_000 }, places: 2)
        json.member("jitter_ms", quality.jitter.map { $0.seconds * 1_000 }, places: 2)
        json.member("retransmit_ratio", quality.retransmitRatio, places: 5)
        json.member("connect_ms", quality.connect.map { $0.seconds * 1_000 }, places: 2)
        json.array("errors") { array in
            for target in targets[configuration.testURLs] {
                guard let error = target.lastError else { continue }
                array.object { entry in
                    entry.member("url", TargetName.redacted(target.url))
                    entry.member("reason", error.reason.rawValue)
                    entry.member("detail", error.detail)
                    entry.member("at", error.time.rfc3339)
                }
            }
        }
    }
}

extension ExternalAddress {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("ip", ip)
        json.member("isp", isp)
        json.member("organisation", organisation)
        json.member("city", city)
        json.member("region", region)
        json.member("country", country)
        json.member("asn", asn)
        json.member("fetched", fetched.rfc3339)
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ name: String, _ process: SystemReading.Process?) {
        guard let process else { return member(name, String?.none) }
        object(name) { json in
            json.member("pid", process.processID)
            json.member("cpu_seconds", process.cpu.seconds, places: 2)
            json.member("cpu_percent", process.cpuPercent, places: 1)
            json.member("resident_bytes", process.resident.bytes)
        }
    }
}
