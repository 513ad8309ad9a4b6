import Testing

@testable import DatacapCore

@Suite struct LocalLimitTests {
    /// A quarter second at 80 Mbit/s.
    private func sample(_ machine: MachineReading, streams: Int = 4) -> FetchSample {
        FetchSample(
            uptime: .seconds(9),
            interval: .milliseconds(250),
            bytes: [1_500_000, 1_000_000],
            streams: streams,
            machine: machine
        )
    }

    @Test func `a downloader that has all it needs is not limited here`() {
        let reading = MachineReading(
            cpu: .milliseconds(100),
            cpuWait: .milliseconds(60),
            interfaceBytes: 2_615_000,
            linkSpeedMbps: 1_000,
            windowLimited: 1
        )
        #expect(sample(reading).localLimit == nil)
        #expect(sample(MachineReading()).localLimit == nil)
    }

    @Test func `one that runs all the time, or waits for a processor, is`() {
        #expect(sample(MachineReading(cpu: .milliseconds(240))).localLimit == .processor)
        let crowded = MachineReading(cpu: .milliseconds(20), cpuWait: .milliseconds(215))
        #expect(sample(crowded).localLimit == .processor)
    }

    @Test func `so is one whose interface is full`() {
        #expect(sample(MachineReading(interfaceBytes: 2_615_000, linkSpeedMbps: 100)).localLimit == nil)
        #expect(sample(MachineReading(interfaceBytes: 2_950_000, linkSpeedMbps: 100)).localLimit == .interface)
    }

    @Test func `or whose receive windows are, most of them`() {
        #expect(sample(MachineReading(windowLimited: 2)).localLimit == nil)
        #expect(sample(MachineReading(windowLimited: 3)).localLimit == .receiveWindow)
        #expect(sample(MachineReading(), streams: 0).localLimit == nil)
    }

    @Test func `headers are not others' traffic`() {
        #expect(sample(MachineReading(interfaceBytes: 2_500_000)).otherTraffic == .zero)
        #expect(sample(MachineReading(interfaceBytes: 2_750_000)).otherTraffic == .zero)
        #expect(sample(MachineReading(interfaceBytes: 2_850_000)).otherTraffic == .zero)
        #expect(sample(MachineReading(interfaceBytes: 5_250_000)).otherTraffic == .megabits(80))
    }

    @Test func `a drop that this side makes is not the provider's`() {
        var line = SyntheticLine(seed: 61)
        var bench = Bench()
        for _ in 0..<200 { bench.feed(line.next()) }
        for _ in 0..<200 { bench.feed(LineSample(rate: .megabits(line.shaped(to: 40)), localLimit: .processor)) }
        #expect(bench.raised.map(\.kind) == [.localLimit(.processor)])
        #expect(bench.accusations.isEmpty)
    }
}
