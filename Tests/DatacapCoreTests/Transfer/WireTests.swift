internal import DatacapCore
internal import Testing

@Suite struct WireTests {
    private static let outcome = TransferOutcome(
        bytes: 1_000_000,
        httpStatus: 200,
        resolve: .microseconds(120),
        connect: .microseconds(5_300),
        tls: .microseconds(18_000),
        firstByte: .microseconds(31_000),
        total: .microseconds(812_345)
    )
    private static let sample = FetchSample(
        uptime: .nanoseconds(9_000_000_001),
        interval: .nanoseconds(250_000_001),
        bytes: [0, 12_345_678_901],
        streams: 4,
        ramping: 1,
        roundTrip: .microseconds(23_456),
        roundTripVariation: .microseconds(512),
        segments: 8_000,
        retransmits: 2,
        outOfOrder: 7,
        machine: MachineReading(
            cpu: .milliseconds(31),
            cpuWait: .microseconds(70),
            interfaceBytes: 13_000_000_000,
            linkSpeedMbps: 2_500,
            windowLimited: 1,
            ipVersion: .v6
        )
    )

    @Test(arguments: [
        FetchEvent.started(processID: 4_711, uptime: .nanoseconds(1)),
        .sample(sample),
        .sample(FetchSample(uptime: .seconds(1), interval: .zero, bytes: [0], streams: 0)),
        .transfer(url: 1, outcome),
        .failure(url: 0, reason: .httpStatus, detail: "\"no\"\n\\ ü", rest: .milliseconds(1_500), outcome),
        .paused(uptime: .seconds(2)),
        .resumed(uptime: .seconds(3)),
        .finished(uptime: .seconds(4)),
    ])
    func `an event survives the wire`(event: FetchEvent) throws {
        let line = event.line
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try FetchEvent(line: line) == event)
    }

    @Test func `every failure reason survives the wire`() throws {
        for reason in FailureReason.allCases {
            let event = FetchEvent.failure(url: 0, reason: reason, detail: "", rest: .zero, TransferOutcome())
            #expect(try FetchEvent(line: event.line) == event)
        }
    }

    @Test(arguments: [
        FetchOrder(urls: ["http://127.0.0.1/a"]),
        FetchOrder(
            urls: ["http://127.0.0.1/a", "https://[::1]/b?c=\"d\""],
            streams: 64,
            sampleMilliseconds: 10,
            ipVersion: .v6,
            interface: "eth0",
            proxy: "socks5h://127.0.0.1:1080",
            maximumBytesPerSecond: 1_250_000
        ),
    ])
    func `an order survives the wire`(order: FetchOrder) throws {
        #expect(try FetchOrder(line: order.line) == order)
    }

    @Test(arguments: [
        "", "[]", "{", "{}", "{\"event\":\"dance\"}", "{\"event\":\"started\",\"pid\":1}",
        "{\"event\":\"paused\",\"uptime_ns\":\"1\"}", "{\"event\":\"transfer\",\"url\":-1}",
        "{\"event\":\"sample\",\"uptime_ns\":1,\"interval_ns\":-1}",
    ])
    func `a line that isn't in the grammar is refused`(line: String) {
        #expect(throws: WireError.self) { try FetchEvent(line: line.utf8) }
    }

    @Test(arguments: [
        ("\"urls\":[]", "urls"), ("\"streams\":0", "streams"), ("\"streams\":65", "streams"),
        ("\"sample_milliseconds\":9", "sample_milliseconds"), ("\"ip_version\":\"v5\"", "ip_version"),
    ])
    func `an order that can't be carried out is refused`(member: String, name: String) throws {
        let good = [
            "\"urls\":[\"http://127.0.0.1/\"]", "\"streams\":4", "\"sample_milliseconds\":250",
            "\"ip_version\":\"any\"",
        ]
        let members = good.map { $0.hasPrefix("\"\(name)\"") ? member : $0 }
        #expect(throws: WireError.self) { try FetchOrder(line: "{\(members.joined(separator: ","))}".utf8) }
        #expect(throws: Never.self) { try FetchOrder(line: "{\(good.joined(separator: ","))}".utf8) }
    }
}
