package import DatacapCore

/// A made-up line with a cap, for tests of reports: 941 Mbit/s, and 10.2 Mbit/s once 1.198 TB of the cycle are used.
package struct SampleReport: Sendable {
    /// When the cycle begins: 2026-11-01 00:00 UTC.
    package static let start = Timestamp(milliseconds: 1_793_491_200_000)
    /// When the incident begins: on the 22nd, at 20:04 UTC.
    package static let began = start + .seconds(21 * 86_400 + 20 * 3_600 + 240)
    /// When reports are made: half an hour later.
    package static let now = began + .seconds(1_800)

    private let sha256: @Sendable ([UInt8]) -> [UInt8]
    private var random = SplitMix64(seed: 5)

    /// Makes a line whose rows are chained by that hash.
    package init(sha256: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.sha256 = sha256 }

    /// The incident.
    package static let incident = NumberedIncident(
        number: 3,
        record: IncidentRecord(
            began: began,
            noticed: began + .seconds(74),
            kind: "throttle",
            accuses: true,
            sentence: "The provider holds the line down: 10.2 Mbit/s instead of 941 Mbit/s, 99 % less, "
                + "since the cap of 1198 GB was used up.",
            before: RateInterval(rate: .megabits(941), low: .megabits(903), high: .megabits(979)),
            after: RateInterval(rate: .megabits(10.2), low: .megabits(9.8), high: .megabits(10.6)),
            confidence: 0.97,
            cycleUsage: .gigabytes(1_198)
        )
    )

    /// Chains samples, the first with that number.
    package func chain(_ samples: [SampleRecord], from number: Int64 = 1_201) -> SampleRun {
        let origin = sha256(Array("row \(number - 1)".utf8))
        var run = SampleRun(before: number == 1 ? SampleRun.genesis : origin, rows: [])
        for (index, sample) in samples.enumerated() {
            let hash = sha256(run.head + Array(sample.chainText.utf8))
            run.rows.append(ChainedSample(number: number + Int64(index), sample: sample, hash: hash))
        }
        return run
    }

    /// So many figures, every two seconds; the incident begins after a third of them.
    package mutating func samples(_ count: Int) -> [SampleRecord] {
        (0..<count).map { index in
            let time = Self.began + .seconds(2 * (index - count / 3))
            let level = time < Self.began ? 941.0 : 10.2
            let rate = level * (0.97 + 0.06 * random.nextUnit())
            let isFlawed = random.next() % 61 == 0
            return SampleRecord(
                time: time,
                duration: .microseconds(1_999_000 + Int64(random.next() % 2_000)),
                amount: ByteCount(Int64(rate * 250_000 * (isFlawed ? 0.6 : 1))),
                roundTrip: index % 7 == 0 ? nil : .microseconds(18_000 + Int64(random.next() % 900)),
                flaws: isFlawed ? (random.next() % 2 == 0 ? .otherTraffic : [.processor, .receiveWindow]) : []
            )
        }
    }

    /// The report of the incident, or of its cycle, with everything that a report can have and so many raw rows.
    package mutating func material(isCycle: Bool = false, rows count: Int = 1_200) -> ReportMaterial {
        let cycle = BillingCycle(start: Self.start, end: Self.start + .seconds(30 * 86_400))
        var configuration = Configuration()
        configuration.testURLs = ["https://user:secret@a.test/1", "http://b.test/2"]
        let answer = """
            {"ip": "203.0.113.7", "org": "AS64500 Example <Cable> & \\"Sons\\"", "city": "Köln", "country": "DE"}
            """
        var material = ReportMaterial(
            isCycle ? .cycle(cycle) : .incident(Self.incident),
            zone: .utc,
            line: ReportLine(
                host: "attic",
                external: ExternalAddress(answer: Array(answer.utf8), fetched: Self.start),
                downloader: "datacap-downloader 0.1.0, libcurl 8.14.1"
            ),
            method: ReportMethod(configuration),
            at: Self.now
        )
        material.plan = ReportPlan(text: "Cable 1000: 1198 GB a month from day 1, UTC", cap: .gigabytes(1_198))
        let samples = samples(count)
        if isCycle { material.counts = SampleCounts(samples) } else { material.runs = [chain(samples)] }
        addUsage(to: &material, cycle)
        addRecords(to: &material)
        return material
    }

    private mutating func addUsage(to material: inout ReportMaterial, _ cycle: BillingCycle) {
        var carried = 0.0
        let until = Self.now
        for start in stride(from: Self.start.milliseconds, to: until.milliseconds, by: 900_000) {
            let time = Timestamp(milliseconds: start)
            let isOpen = carried < 1_198
            let share = isOpen ? 1_198.0 / (21.836 * 96) * (0.4 + 1.2 * random.nextUnit()) : 0.4
            let tests = ByteCount.gigabytes(isOpen ? 0.006 : 0.001)
            let line = Traffic(down: .gigabytes(share * 0.93), up: .gigabytes(share * 0.07))
            material.usage.tests.append(UsageSlot(start: time, traffic: Traffic(down: tests)))
            material.usage.line.append(UsageSlot(start: time, traffic: line))
            carried += share
            let level = time < Self.began ? 941.0 : 10.2
            let mean = level * (0.9 + 0.08 * random.nextUnit())
            material.speeds.points.append(
                SeriesPoint(
                    start: time,
                    minimum: .megabits(mean * 0.8),
                    mean: .megabits(mean),
                    maximum: .megabits(level * 1.01),
                    amount: tests,
                    count: 4,
                    flawed: random.next() % 40 == 0 ? 1 : 0
                )
            )
        }
        material.speeds.width = .seconds(900)
        material.usage.cycle = cycle
        material.usage.counted = .gigabytes(carried)
        material.findings = [
            "Slowed from 941 to 10.2 Mbit/s at 1.198 TB ± 6 GB of this cycle, as in 2 cycles before."
        ]
    }

    private func addRecords(to material: inout ReportMaterial) {
        var probe = LineProbe(target: 1, ipVersion: .v6, rate: .megabits(10.3))
        probe.finding = .agrees
        material.probes = [probe]
        material.sessions = [SessionRecord(began: Self.start, mode: "scheduled", amount: .gigabytes(13.8))]
        material.tests = (0..<3).map { index in
            let began = Self.began + .seconds(3_600 * (index - 2))
            return TestRecord(
                began: began,
                ended: began + .seconds(9),
                kind: index == 2 ? .short : .full,
                end: .precision,
                rate: RateInterval(rate: .megabits(940), low: .megabits(915), high: .megabits(960)),
                amount: ByteCount(412_000_000),
                connect: .microseconds(9_800),
                flaws: index == 1 ? .otherTraffic : []
            )
        }
        material.events = [
            EventRecord(
                time: Self.began + .seconds(600),
                kind: .note,
                text: "<script>alert(1)</script> called support"
            ),
            EventRecord(time: Self.start + .seconds(10), kind: .address, text: "The external address is 203.0.113.7."),
        ]
        material.incidents = [
            IncidentRecord(
                began: Self.began + .seconds(-86_400),
                noticed: Self.began + .seconds(-86_340),
                ended: Self.began + .seconds(-86_000),
                kind: "outage",
                accuses: false,
                sentence: "No data comes at all.",
                before: nil,
                after: nil,
                confidence: 0.99
            )
        ]
    }
}
