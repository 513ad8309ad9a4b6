import DatacapCore
import ServiceLifecycle
import Synchronization
import Testing
import TestSupport

@testable import Daemon

/// The line's counter, read again and again on this machine.
struct LineMeterTests {
    /// What a meter handed on.
    private final class Heard: Sendable {
        let readings = Mutex<[CounterReading]>([])
        let events = Mutex<[EventRecord]>([])
    }

    private func meter(_ source: UsageSource, _ heard: Heard) -> LineMeter {
        LineMeter(source: source, interval: .milliseconds(20)) { reading in
            heard.readings.withLock { $0.append(reading) }
        } onEvent: { event in
            heard.events.withLock { $0.append(event) }
        }
    }

    @Test func `an interface of this machine is read until the daemon leaves`() async throws {
        let heard = Heard()
        let meter = meter(.interface(InterfaceSource(name: "lo")), heard)
        let running = Task { try await meter.run() }
        #expect(await eventually(within: .seconds(60)) { heard.readings.withLock { $0.count >= 3 } })
        running.cancel()
        try await running.value
        let readings = heard.readings.withLock { $0 }
        #expect(
            readings.allSatisfy { $0.source == "interface lo" && $0.keeper == .kernel && $0.count?.generation == 1 }
        )
        #expect(Set(readings.map(\.boot)).count == 1)
        #expect(zip(readings, readings.dropFirst()).allSatisfy { $0.uptime < $1.uptime })
        #expect(heard.events.withLock { $0.isEmpty })
    }

    @Test func `an interface that isn't there is a reading without figures`() async throws {
        let heard = Heard()
        let meter = meter(.interface(InterfaceSource(name: "none0")), heard)
        let running = Task { try await meter.run() }
        #expect(await eventually(within: .seconds(60)) { heard.readings.withLock { !$0.isEmpty } })
        running.cancel()
        try await running.value
        #expect(heard.readings.withLock { $0.allSatisfy { $0.count == nil } })
    }

    @Test func `a source that doesn't answer is said once, and ends with the daemon`() async throws {
        let heard = Heard()
        let meter = meter(.vnstat(VnstatSource(interface: "lo", program: "/nowhere/vnstat")), heard)
        let running = Task { try await meter.run() }
        #expect(await eventually(within: .seconds(60)) { heard.events.withLock { !$0.isEmpty } })
        running.cancel()
        try await running.value
        #expect(heard.readings.withLock { $0.isEmpty })
        #expect(heard.events.withLock { $0.map(\.kind) } == [.counter])
    }
}
