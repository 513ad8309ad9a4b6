import DatacapCore
import TestSupport

/// A planner under test with its clock; every minute has a tick.
struct PlannerDesk {
    var planner: TestPlanner
    var time = Timeline()
    var outlook: LineOutlook

    init(_ settings: ScheduleSettings = ScheduleSettings(), zone: ZoneRules = .utc) {
        planner = TestPlanner(settings: settings, streams: 4, zone: zone, seed: 1)
        let cycle = BillingCycle(start: time.now.timestamp, end: time.now.timestamp + .seconds(30 * 86_400))
        outlook = LineOutlook(cycle: cycle)
    }

    mutating func handle(_ input: TestPlanner.Input) -> [TestPlanner.Output] { planner.handle(input, at: time.now) }

    /// Lets time pass until something is to be done.
    mutating func wait(minutes: Int = 300) -> [TestPlanner.Output] {
        for _ in 0..<minutes {
            time.pass(.seconds(60))
            let outputs = handle(.tick(outlook))
            if !outputs.isEmpty { return outputs }
        }
        return []
    }

    /// Waits for a test and grants it what it wants.
    mutating func begin() throws -> TestOrder {
        guard case .reserve(let wanted, _)? = wait().first else { throw PlannerDeskFailure.nothingDue }
        for case .begin(let order) in handle(.granted(wanted, limit: nil)) { return order }
        throw PlannerDeskFailure.nothingDue
    }

    /// Feeds a test.
    mutating func feed(_ rate_mbps: Double, count: Int = 1, interfaceShare: Double? = nil) -> [TestPlanner.Output] {
        var outputs: [TestPlanner.Output] = []
        for _ in 0..<count where outputs.isEmpty {
            time.pass(.milliseconds(250))
            let bytes = Int64(rate_mbps * 1e6 / 32)
            let machine = MachineReading(interfaceBytes: interfaceShare.map { Int64(Double(bytes) * $0) })
            outputs = handle(
                .sample(
                    FetchSample(
                        uptime: time.now.uptime,
                        interval: .milliseconds(250),
                        bytes: [bytes],
                        streams: 4,
                        connect: .milliseconds(20),
                        machine: machine
                    )
                )
            )
        }
        return outputs
    }

    mutating func end() throws -> TestResult {
        for case .finished(let result) in handle(.ended) { return result }
        throw PlannerDeskFailure.nothingDue
    }
}

enum PlannerDeskFailure: Error { case nothingDue }
