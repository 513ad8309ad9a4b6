import DatacapCore
import Testing

struct TestValidityTests {
    private func sample(ramping: Int = 0, _ machine: MachineReading = MachineReading()) -> FetchSample {
        FetchSample(
            uptime: .zero,
            interval: .milliseconds(250),
            bytes: [3_125_000],
            streams: 4,
            ramping: ramping,
            machine: machine
        )
    }

    private func flaws(_ machine: MachineReading, share: Double = 1) -> Flaws {
        var validity = TestValidity()
        for index in 0..<20 { validity.add(sample(Double(index) < 20 * share ? machine : MachineReading())) }
        return validity.flaws()
    }

    @Test func `a clean test has no flaw`() {
        #expect(flaws(MachineReading(interfaceBytes: 3_250_000, linkSpeedMbps: 1_000)) == [])
    }

    @Test func `each limit on this side has its flaw`() {
        #expect(flaws(MachineReading(cpu: .milliseconds(240))) == .processor)
        #expect(flaws(MachineReading(interfaceBytes: 3_200_000, linkSpeedMbps: 100)) == .interface)
        #expect(flaws(MachineReading(linkSpeedMbps: 100)) == .interface)
        #expect(flaws(MachineReading(windowLimited: 3)) == .receiveWindow)
        #expect(flaws(MachineReading(interfaceBytes: 5_000_000)) == .otherTraffic)
    }

    @Test func `a limit that held for a moment is none`() {
        #expect(flaws(MachineReading(cpu: .milliseconds(240)), share: 0.2) == [])
        #expect(flaws(MachineReading(cpu: .milliseconds(240)), share: 0.3) == .processor)
    }

    @Test func `the ramp doesn't count`() {
        var validity = TestValidity()
        for _ in 0..<10 { validity.add(sample(ramping: 4, MachineReading(cpu: .milliseconds(250)))) }
        validity.add(sample())
        #expect(validity.flaws() == [])
    }

    @Test func `only an HTTP error is the server's word`() {
        for reason in FailureReason.allCases {
            var validity = TestValidity()
            validity.add(reason)
            #expect(validity.flaws() == (reason == .httpStatus ? .httpError : []))
        }
    }

    @Test func `a target far below the others is slow by itself`() {
        func flaws(_ rates: [Double]) -> Flaws { TestValidity().flaws(targetRates: rates.map { .megabits($0) }) }
        #expect(flaws([40, 38, 10]) == .server)
        #expect(flaws([40, 38, 30]) == [])
        #expect(flaws([40, 15]) == .server)
        #expect(flaws([40, 38, 0]) == [])
        #expect(flaws([5]) == [])
    }

    @Test func `a sample has its own flaws`() {
        #expect(sample().flaws == [])
        #expect(
            sample(MachineReading(cpu: .milliseconds(250), interfaceBytes: 5_000_000)).flaws == [
                .processor, .otherTraffic,
            ]
        )
    }
}
