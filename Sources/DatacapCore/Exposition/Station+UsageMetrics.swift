extension Station {
    /// Caps, cycles, ledgers, budgets and forecast.
    func writeUsage(to page: inout MetricsWriter) {
        writeCaps(to: &page)
        writeLedgers(to: &page)
        writeForecast(to: &page)
        writeBudget(to: &page)
    }

    private func writeCaps(to page: inout MetricsWriter) {
        let plan = configuration.plan
        page.family(
            "datacap_cap_limit_bytes",
            .gauge,
            unit: "bytes",
            help: "Configured data cap, +Inf if there is none."
        )
        let limit = configuration.hasPlannedCap ? nil : configuration.dataCap
        page.sample(limit.map { Double($0.bytes) } ?? .infinity, ["cap": "tests"])
        if let plan { page.sample(plan.cap.map { Double($0.bytes) } ?? .infinity, ["cap": "plan"]) }
        page.family(
            "datacap_cap_used_bytes",
            .gauge,
            unit: "bytes",
            help: "Bytes counted against the data cap in its period; survives restarts."
        )
        page.sample(total.bytes, ["cap": "tests"])
        if plan != nil { page.sample(cycleUsed.map { Double($0.bytes) } ?? .nan, ["cap": "plan"]) }
        page.family(
            "datacap_cap_period_start_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "Start of the current cap period since unix epoch in seconds, 0 for the beginning of counting."
        )
        page.sample(periodStart.seconds, ["cap": "tests"])
        if plan != nil { page.sample(standing?.cycle.start.seconds ?? .nan, ["cap": "plan"]) }
        page.family(
            "datacap_cap_period_end_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "End of the current cap period since unix epoch in seconds, +Inf if it has none."
        )
        page.sample(Double.infinity, ["cap": "tests"])
        if plan != nil { page.sample(standing?.cycle.end.seconds ?? .nan, ["cap": "plan"]) }
    }

    private func writeLedgers(to page: inout MetricsWriter) {
        page.family(
            "datacap_cycle_line_bytes",
            .gauge,
            unit: "bytes",
            help: "Bytes that the whole line carried in the current cycle, NaN if it isn't counted."
        )
        let line = standing?.source == .line ? standing?.line : nil
        page.sample(line.map { Double($0.down.bytes) } ?? .nan, ["direction": "down"])
        page.sample(line.map { Double($0.up.bytes) } ?? .nan, ["direction": "up"])
        page.family(
            "datacap_cycle_tests_bytes",
            .gauge,
            unit: "bytes",
            help: "Payload bytes that tests and probes took in the current cycle."
        )
        page.sample(standing.map { Double(($0.tests + spentSinceStanding).bytes) } ?? .nan)
        page.family(
            "datacap_cycle_uncertain_bytes",
            .gauge,
            unit: "bytes",
            help: "Bytes of the current cycle that were carried while nobody counted, and may belong to another time."
        )
        page.sample(standing.map { Double($0.uncertain.bytes) } ?? .nan)
    }

    private func writeForecast(to page: inout MetricsWriter) {
        let forecast = standing?.forecast
        let figures: [(String, String, ByteCount?)] = [
            (
                "datacap_forecast_bytes", "Bytes that will have been used at the cycle's end, most likely",
                forecast?.atEnd.likely
            ),
            (
                "datacap_forecast_low_bytes", "Lower end of the 80 % band of the bytes used at the cycle's end",
                forecast?.atEnd.low
            ),
            (
                "datacap_forecast_high_bytes", "Upper end of the 80 % band of the bytes used at the cycle's end",
                forecast?.atEnd.high
            ),
        ]
        for (name, help, amount) in figures {
            page.family(name, .gauge, unit: "bytes", help: help + ", NaN while nothing is known.")
            page.sample(amount.map { Double($0.bytes) } ?? .nan)
        }
        page.family(
            "datacap_forecast_exhaustion_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help:
                "Most likely time at which the cap is used up since unix epoch in seconds, +Inf if not in this cycle, NaN while nothing is known."
        )
        page.sample(exhaustion)
    }

    private var exhaustion: Double {
        guard let forecast = standing?.forecast else { return .nan }
        return switch forecast.exhaustion {
        case .noCap: .infinity
        case .reached: standing?.time.seconds ?? .nan
        case .before(let chance): chance.likely?.seconds ?? .infinity
        }
    }

    private func writeBudget(to page: inout MetricsWriter) {
        let lines = budgetLines
        let limits: [Budget.Limit] = [.session, .hour, .day, .cycle]
        page.family(
            "datacap_budget_limit_bytes",
            .gauge,
            unit: "bytes",
            help: "Most that tests may spend, by what limits them, +Inf if nothing does."
        )
        for limit in limits {
            let line = lines.first { $0.limit == limit }
            page.sample(line.map { Double($0.most.bytes) } ?? .infinity, ["limit": limit.rawValue])
        }
        page.family(
            "datacap_budget_spent_bytes",
            .gauge,
            unit: "bytes",
            help: "Payload bytes that tests have spent, by the limit that they count for."
        )
        let spending = standing?.spending ?? Budget.Spending()
        let spent = [
            sessionSpent, spending.hour + spentSinceStanding, spending.day + spentSinceStanding,
            spending.cycle + spentSinceStanding,
        ]
        for (limit, amount) in zip(limits, spent) { page.sample(amount.bytes, ["limit": limit.rawValue]) }
    }

    /// The scheduled mode.
    func writeSchedule(to page: inout MetricsWriter) {
        page.family("datacap_scheduled_tests", .counter, help: "Tests of the schedule, by why they ended.")
        for end in TestRecord.End.allCases { page.sample(counters.tests[end] ?? 0, ["end": end.rawValue]) }
        let last = earlierTests.last { $0.rate != nil }
        page.family(
            "datacap_scheduled_test_speed_bytes_per_second",
            .gauge,
            help: "Steady payload speed of the latest scheduled test that measured one, NaN before the first."
        )
        page.sample(last?.rate?.rate.bytesPerSecond ?? .nan)
        page.family(
            "datacap_scheduled_test_valid",
            .gauge,
            help: "Whether the latest scheduled test that measured a speed says something of the line (1) or not (0)."
        )
        page.sample(last.map { $0.flaws.isEmpty ? 1.0 : 0 } ?? .nan)
        page.family(
            "datacap_scheduled_test_timestamp_seconds",
            .gauge,
            unit: "seconds",
            help: "End of the latest scheduled test since unix epoch in seconds, 0 before the first."
        )
        page.sample(earlierTests.last?.ended.seconds ?? 0)
    }
}
