extension Station {
    /// How often what the speed says of a cap is judged anew while a test runs without a break.
    private static let capInterval = Duration.seconds(600)

    /// What the cycle has used by the ledgers; `nil` before they were read.
    package var cycleUsed: ByteCount? { standing.map { $0.used + countedSinceStanding } }

    /// Shows the cap finder a speed.
    mutating func takeCapPoint(_ rate: BitRate, amount: ByteCount, isFlawed: Bool, at now: Moment) {
        // Just after a cycle's end the figure is still the old one's.
        guard let used = cycleUsed, standing?.cycle.contains(now.timestamp) == true else { return }
        isCapUnsaved = true
        let point = CapPoint(time: now.timestamp, usage: used, amount: amount, rate: rate, isFlawed: isFlawed)
        capFinder.take(point, in: configuration.accountingPlan.cycle(at: now.timestamp))
    }

    /// Shows the cap finder what the whole line has carried since the ledgers were read before.
    mutating func takeCarried(_ latest: UsageStanding, after before: UsageStanding?) {
        guard let before, latest.source == .line, before.cycle == latest.cycle, before.time < latest.time,
            latest.used > before.used
        else { return }
        let rate = BitRate(latest.used - before.used, over: before.time.distance(to: latest.time))
        isCapUnsaved = true
        capFinder.note(carried: rate, from: before.used, in: latest.cycle)
    }

    /// Judges anew, if it's time.
    mutating func judgeCap(isForced: Bool = false, at now: Moment) -> [Effect] {
        guard isForced || lastCapJudgement.map({ now.uptime - $0 >= Self.capInterval }) ?? true else { return [] }
        lastCapJudgement = now.uptime
        guard isCapUnsaved else { return [] }
        isCapUnsaved = false
        let before = capFinding
        capFinding = capFinder.finding(cap: configuration.plan?.cap)
        guard let found = capFinding.cap, before.cap?.stages != found.stages else { return [.saveCap] }
        return [.saveCap, .log(.notice, "cap: \(capSentence)")]
    }

    /// What the speed by the cycle's usage says of a cap, as a person reads it.
    package var capSentence: String { capFinding.sentence(in: configuration.zone) }

    /// What is known of caps as JSON, to be kept over restarts.
    package var capJSON: [UInt8] { capFinder.json }

    /// Takes up what an earlier process had seen of caps.
    ///
    /// - Throws: ``RestoreError`` when the file isn't what it should be; nothing was changed then.
    package mutating func restoreCap(_ text: [UInt8]) throws(RestoreError) {
        capFinder = try CapFinder(restoring: text)
        capFinding = capFinder.finding(cap: configuration.plan?.cap)
    }

    /// Writes what is found as `/api/usage` shows it.
    func writeCapFinding(to json: inout JSONWriter) {
        let zone = configuration.zone
        json.object("cap_finding") { json in
            capFinding.write(to: &json) { "on \(zone.local($0).minuteText) \(zone.name)" }
            guard let stage = capFinding.cap?.stages.first else { return }
            json.member("volume_gb", stage.volume.gigabytes, places: 3)
            json.member("low_gb", stage.low.gigabytes, places: 3)
            json.member("high_gb", stage.high.gigabytes, places: 3)
        }
    }
}

extension CapFinding {
    /// The finding as a person of a zone reads it.
    package func sentence(in zone: ZoneRules) -> String {
        sentence { "on \(zone.local($0).minuteText) \(zone.name)" }
    }
}
