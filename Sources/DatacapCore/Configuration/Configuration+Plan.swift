extension Configuration {
    /// `plan`: what was agreed with the provider; `nil` if config.json says nothing of it.
    package var plan: Plan? { planning.plan }

    /// The zone whose days and hours count, with a plan or without one: `plan.timezone`, else the system's.
    package var zone: ZoneRules { planning.zone }

    mutating func readPlan(_ reader: inout ConfigurationReader) {
        planning.presetsFile = reader.string("presets_file") { $0.isEmpty ? "must not be empty" : nil }
        planning.dataCapSource = reader.source(of: "data_cap_gb")
        planning.terms = PlanTerms(&reader, at: "plan")
        planning.preset = reader.string("plan.preset").flatMap { name in
            reader.source(of: "plan.preset").map { Planning.Reference(name: name, source: $0) }
        }
        let zone = reader.string("plan.timezone") { Self.isZoneName($0) ? nil : Self.faultOfZone($0) }
        planning.zoneName = zone.flatMap { name in
            reader.source(of: "plan.timezone").map { Planning.Reference(name: name, source: $0) }
        }
        readCarriedIn(&reader)
        planning.isGiven = reader.hasAny(below: "plan")
        if PlanTerms.hasCap(&reader, at: "plan"), reader.has("data_cap_gb") {
            reader.refuse("data_cap_gb", "can't be given together with a cap of the plan: leave out one of them")
        }
    }

    private mutating func readCarriedIn(_ reader: inout ConfigurationReader) {
        let gigabytes = reader.number("plan.carried_in.gb", 0...1_000_000)
        let text = reader.string("plan.carried_in.at") { text in
            CivilDate(text) == nil && Timestamp(rfc3339: text) == nil
                ? "must be a day such as 2026-01-31 or a time such as 2026-01-31T18:00:00Z, is \"\(text)\"" : nil
        }
        guard reader.has("plan.carried_in.gb") || reader.has("plan.carried_in.at") else { return }
        for name in ["plan.carried_in.gb", "plan.carried_in.at"] where !reader.has(name) {
            reader.refuse(name, "is missing: an amount is carried in at a time")
        }
        guard let gigabytes, let text else { return }
        let time = Timestamp(rfc3339: text).map { Planning.CarriedIn.Instant.time($0) }
        guard let instant = time ?? CivilDate(text).map({ .day($0) }) else { return }
        planning.carriedIn = Planning.CarriedIn(amount: .gigabytes(gigabytes), instant: instant)
    }

    /// Makes the plan out of what config.json says, and of what it only names.
    ///
    /// - Parameters:
    ///   - presets: The presets; `nil` if there is no such file.
    ///   - zone: The zone that `planning.zoneName` names, else the system's; `nil` if there is none of that name.
    /// - Throws: ``ConfigurationError`` for a name that stands for nothing, and for terms that don't fit together.
    package mutating func settlePlan(presets: PlanPresets?, zone: ZoneRules?) throws(ConfigurationError) {
        var faults: [ConfigurationFault] = []
        planning.zone = zone ?? .utc
        if let name = planning.zoneName, zone == nil {
            let message = Self.faultOfZone(name.name)
            faults.append(ConfigurationFault(source: name.source, path: "plan.timezone", message: message))
        }
        var terms = planning.terms
        if let preset = planning.preset {
            if let known = presets?.terms[preset.name] {
                terms = terms.over(known)
                if known.cap != nil, planning.terms.cap == nil, let source = planning.dataCapSource {
                    let message =
                        "can't be given together with plan.preset \"\(preset.name)\", which has a cap: leave it out, "
                        + "or say plan.cap_gb"
                    faults.append(ConfigurationFault(source: source, path: "data_cap_gb", message: message))
                }
            } else {
                let names = presets?.terms.keys.sorted().joined(separator: ", ") ?? "none"
                let message = "there is no preset \"\(preset.name)\"; known are \(names)"
                faults.append(ConfigurationFault(source: preset.source, path: "plan.preset", message: message))
            }
        }
        guard faults.isEmpty else { throw ConfigurationError(faults: faults) }
        guard planning.isGiven else { return planning.plan = nil }
        var plan = Plan(terms, cap: dataCap, zone: planning.zone)
        plan.carriedIn = planning.carriedIn.map { carried in
            switch carried.instant {
            case .day(let date): Plan.CarriedIn(amount: carried.amount, time: plan.zone.startOfDay(date))
            case .time(let time): Plan.CarriedIn(amount: carried.amount, time: time)
            }
        }
        planning.plan = plan
        dataCap = plan.cap
    }

    /// Whether a text can name a zone: no path that leads out of the tz database.
    private static func isZoneName(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "_+-/".utf8.contains($0)
        }
        return isPlain && !parts.contains { $0.isEmpty } && text.utf8.count <= 64
    }

    private static func faultOfZone(_ name: String) -> String {
        "is no time zone of this system's tz database, such as Europe/Berlin: \"\(name)\""
    }
}
