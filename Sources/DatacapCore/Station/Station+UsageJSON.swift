extension Station {
    /// What is used of the cap now: by the plan, if it has one, else the tests' payload since the last reset.
    package var used: ByteCount {
        guard configuration.hasPlannedCap else { return total }
        guard let standing else { return .zero }
        return standing.used + countedSinceStanding
    }

    /// What counts by the plan of what the tests have spent since the ledgers were read.
    var countedSinceStanding: ByteCount {
        let start = UsageSlot.start(of: lastData ?? lastUpdate)
        return configuration.accountingPlan.counted(UsageSlot(start: start, traffic: Traffic(down: spentSinceStanding)))
    }

    /// The cap that ``used`` belongs to: the plan's, or `data_cap_gb`; `nil` for none.
    package var cap: ByteCount? { configuration.hasPlannedCap ? configuration.plan?.cap : configuration.dataCap }

    /// What is used of the plan, by what, and where it leads to, as `/api/usage` answers it.
    ///
    /// - Parameter now: The time.
    /// - Returns: A JSON object in UTF-8.
    package func usageJSON(at now: Moment) -> [UInt8] {
        JSONWriter.object { json in
            writePlan(to: &json)
            json.member("sentence", usageSentence)
            if let standing {
                writeUsage(standing, to: &json)
            } else {
                json.member("cycle", String?.none)
            }
            writeBudget(to: &json)
        }
    }

    /// What is used, in one sentence.
    package var usageSentence: String {
        guard let standing else { return "Nothing has been counted yet." }
        let tests = standing.tests + spentSinceStanding
        guard standing.source == .line else {
            return "Tests have used \(tests.plain) of this cycle; the line as a whole isn't counted."
        }
        return "\((standing.used + countedSinceStanding).plain) used, of which tests \(tests.plain)."
    }

    private func writePlan(to json: inout JSONWriter) {
        let plan = configuration.accountingPlan
        json.object("plan") { json in
            json.member("name", plan.name)
            json.member("cap_gb", plan.cap?.gigabytes, places: 9)
            json.member("cap_kind", plan.capKind.rawValue)
            json.member("counts", plan.counts.rawValue)
            json.member("timezone", plan.zone.name)
            json.member("configured", configuration.plan != nil)
        }
    }

    private func writeUsage(_ standing: UsageStanding, to json: inout JSONWriter) {
        json.object("cycle") { cycle in
            cycle.member("start", standing.cycle.start.rfc3339)
            cycle.member("end", standing.cycle.end.rfc3339)
        }
        json.member("source", standing.source.rawValue)
        json.member("used_gb", (standing.used + countedSinceStanding).gigabytes, places: 6)
        json.member(
            "used_percent",
            standing.share(of: configuration.accountingPlan.cap, with: countedSinceStanding),
            places: 3
        )
        json.member("last_cycle_gb", standing.usedBefore?.gigabytes, places: 6)
        json.object("line") { line in
            line.member("down_gb", standing.line.down.gigabytes, places: 6)
            line.member("up_gb", standing.line.up.gigabytes, places: 6)
            line.member("uncertain_gb", standing.uncertain.gigabytes, places: 6)
        }
        json.member("tests_gb", (standing.tests + spentSinceStanding).gigabytes, places: 6)
        json.array("days") { array in
            for day in standing.days {
                array.object { json in
                    json.member("date", day.date.description)
                    json.member("counted_gb", day.counted.gigabytes, places: 6)
                    json.member("line_down_gb", day.line.down.gigabytes, places: 6)
                    json.member("line_up_gb", day.line.up.gigabytes, places: 6)
                    json.member("tests_gb", day.tests.gigabytes, places: 6)
                }
            }
        }
        if let forecast = standing.forecast {
            json.object("forecast") { forecast.write(to: &$0) }
        } else {
            json.member("forecast", String?.none)
        }
        writeCapFinding(to: &json)
        json.member("read_at", standing.time.rfc3339)
    }

    private func writeBudget(to json: inout JSONWriter) {
        json.array("budget") { array in
            for (limit, most, spent) in budgetLines {
                array.object { json in
                    json.member("limit", limit.rawValue)
                    json.member("most_gb", most.gigabytes, places: 6)
                    json.member("spent_gb", spent.gigabytes, places: 6)
                }
            }
        }
        json.member("budget_reason", account.refusal?.limit.sentence)
    }

    /// Each limit of the budget in force, with what is spent of it.
    package var budgetLines: [(limit: Budget.Limit, most: ByteCount, spent: ByteCount)] {
        let budget = budget
        let spending = standing?.spending ?? Budget.Spending()
        let rest = spentSinceStanding
        let lines: [(Budget.Limit, ByteCount?, ByteCount)] = [
            (.session, budget.session, sessionSpent), (.hour, budget.hour, spending.hour + rest),
            (.day, budget.day, spending.day + rest), (.cycle, budget.cycle, spending.cycle + rest),
        ]
        return lines.compactMap { limit, most, spent in most.map { (limit, $0, spent) } }
    }
}

extension UsageStanding {
    /// The used share of a cap, in percent.
    fileprivate func share(of cap: ByteCount?, with rest: ByteCount) -> Double? {
        guard let cap, cap > .zero else { return nil }
        return 100 * Double((used + rest).bytes) / Double(cap.bytes)
    }
}
