extension Configuration {
    /// What config.json says of when tests are made and of what they may spend.
    package struct Testing: Hashable, Sendable {
        /// `mode`: when tests are made.
        package var mode = TestMode.continuous
        /// `schedule`: when and how, in the scheduled mode.
        package var schedule = ScheduleSettings()
        /// `budget`: what they may spend.
        package var budget = BudgetSettings()
    }

    /// What the tests may spend.
    package var budget: Budget {
        testing.budget.budget(
            cap: plan.map(\.cap) ?? dataCap,
            mode: testing.mode,
            stopsAtCap: hasPlannedCap && atCap == .stop
        )
    }

    mutating func readTesting(_ reader: inout ConfigurationReader) {
        testing.mode = reader.word("mode") ?? testing.mode
        readSchedule(&reader)
        readBudget(&reader)
    }

    private mutating func readSchedule(_ reader: inout ConfigurationReader) {
        let minutes = reader.number("schedule.every_minutes", 1...44_640)
        let cron = reader.string("schedule.cron", check: Self.faultOfCron)
        if reader.has("schedule.every_minutes"), reader.has("schedule.cron") {
            reader.refuse("schedule.cron", "can't be given together with schedule.every_minutes: leave out one of them")
        }
        if let cron, let expression = try? CronExpression(cron) {
            testing.schedule.pace = .cron(expression)
        } else if let minutes {
            testing.schedule.pace = .every(.seconds(minutes * 60))
        }
        if let minutes = reader.number("schedule.spread_minutes", 0...1_440) {
            testing.schedule.spread = .seconds(minutes * 60)
        }
        let quiet = reader.strings("schedule.quiet_hours", count: 0...24) {
            FreeHours($0) == nil ? "\(FreeHours.allowed), is \"\($0)\"" : nil
        }
        testing.schedule.quietHours = (quiet ?? []).compactMap { FreeHours($0) }
        testing.schedule.precision_percent =
            reader.number("schedule.precision_percent", 0.5...50) ?? testing.schedule.precision_percent
        if let seconds = reader.number("schedule.max_seconds", 2...300) { testing.schedule.longest = .seconds(seconds) }
        testing.schedule.most = reader.number("schedule.max_mb", 1...1_000_000).map { ByteCount(Int64($0 * 1e6)) }
        readConditions(&reader)
    }

    private mutating func readConditions(_ reader: inout ConfigurationReader) {
        if reader.isNull("schedule.busy_mbps") {
            testing.schedule.conditions.busy = nil
        } else if let busy = reader.number("schedule.busy_mbps", 0...1_000_000) {
            testing.schedule.conditions.busy = .megabits(busy)
        }
        testing.schedule.conditions.interface = reader.string("schedule.only_interface") {
            $0.isEmpty || $0.utf8.count > 15 ? "must be an interface's name, such as \"eth0\"" : nil
        }
        let address = reader.string("schedule.only_address") {
            AddressBlock($0) == nil
                ? "must be an address or a block of them, such as \"203.0.113.0/24\", is \"\($0)\"" : nil
        }
        testing.schedule.conditions.address = address.flatMap { AddressBlock($0) }
        if testing.schedule.conditions.address != nil, ipInfoURL.isEmpty {
            reader.refuse("schedule.only_address", "needs ip_info_url: the external address is asked for there")
        }
    }

    private mutating func readBudget(_ reader: inout ConfigurationReader) {
        func amount(_ name: String) -> ByteCount? {
            reader.number("budget.\(name)", 0...1_000_000_000).map { .gigabytes($0) }
        }
        testing.budget.amounts.session = amount("session_gb")
        testing.budget.amounts.hour = amount("hour_gb")
        testing.budget.amounts.day = amount("day_gb")
        testing.budget.amounts.cycle = amount("cycle_gb")
        testing.budget.amounts.reserve = amount("reserve_gb")
        testing.budget.cycle_percent = reader.number("budget.cycle_percent", 0...100)
        if reader.has("budget.cycle_gb"), reader.has("budget.cycle_percent") {
            reader.refuse("budget.cycle_percent", "can't be given together with budget.cycle_gb: leave out one of them")
        }
    }

    private static func faultOfCron(_ text: String) -> String? {
        do throws(CronError) {
            _ = try CronExpression(text)
            return nil
        } catch {
            return "\(error.reason) (character \(error.column) of \"\(text)\")"
        }
    }

    /// Writes what is in force, as config.json would have it.
    func writeTesting(_ json: inout JSONWriter) {
        json.member("mode", testing.mode.rawValue)
        json.object("schedule") { json in
            let schedule = testing.schedule
            switch schedule.pace {
            case .every(let interval): json.member("every_minutes", interval.seconds / 60, places: 3)
            case .cron(let expression): json.member("cron", expression.description)
            }
            json.member("spread_minutes", schedule.spread.seconds / 60, places: 3)
            json.array("quiet_hours") { array in
                for hours in schedule.quietHours { array.element(hours.description) }
            }
            json.member("precision_percent", schedule.precision_percent, places: 3)
            json.member("max_seconds", schedule.longest.seconds, places: 3)
            json.member("max_mb", schedule.most.map { Double($0.bytes) / 1e6 }, places: 3)
            json.member("busy_mbps", schedule.conditions.busy?.megabitsPerSecond, places: 3)
            json.member("only_interface", schedule.conditions.interface)
            json.member("only_address", schedule.conditions.address?.description)
        }
        json.object("budget") { json in
            let budget = budget
            json.member("session_gb", budget.session?.gigabytes, places: 9)
            json.member("hour_gb", budget.hour?.gigabytes, places: 9)
            json.member("day_gb", budget.day?.gigabytes, places: 9)
            json.member("cycle_gb", budget.cycle?.gigabytes, places: 9)
            json.member("reserve_gb", budget.reserve?.gigabytes, places: 9)
        }
    }
}
