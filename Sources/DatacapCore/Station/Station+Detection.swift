extension Station {
    /// Shows a sample to the detector.
    ///
    /// - Returns: What is to be logged and shown at once: an accusation that began, changed or ended.
    mutating func detect(_ sample: FetchSample, at now: Moment) -> [Effect] {
        // A test of the schedule is judged as a whole: its samples are too few, and a server's error is no outage.
        guard planner == nil else { return [] }
        // What comes just after a rest says nothing but whether a bucket has filled.
        guard rest == nil else { return followRest(sample, at: now) }
        // The last sample before a pause may be too short for a speed.
        guard sample.interval >= .milliseconds(configuration.order.sampleMilliseconds / 2) else { return [] }
        detector.asksWitnesses = round != nil || canAskWitnesses
        return announce(detector.observe(lineSample(sample), at: now), at: now) + restIfUseful(at: now)
    }

    /// Shows and logs what the detector has said, and sees to what it asks for.
    mutating func announce(_ events: [DetectionEvent], at now: Moment) -> [Effect] {
        let wasAccused = verdict.accusation != nil
        verdict = LineVerdict(detector)
        guard !events.isEmpty else { return [] }
        if !wasAccused, verdict.accusation != nil { counters.detections += 1 }
        var effects: [Effect] = []
        for event in events {
            switch event {
            case .raised(let detection):
                effects.append(keepIncident(detection, ended: nil))
                effects.append(.log(.notice, "verdict: \(sentence(detection))"))
                if detection.isBeingChecked { effects += askWitnesses(at: now) }
            case .refined(let detection):
                effects.append(keepIncident(detection, ended: nil))
                effects.append(.log(.notice, "verdict, refined: \(sentence(detection))"))
                if detection.isBeingChecked { effects += askWitnesses(at: now) }
            case .cleared(let detection, let end):
                effects.append(keepIncident(detection, ended: end))
                incidents[detection.number] = nil
                effects.append(.log(.notice, "over: \(sentence(detection))"))
            }
        }
        return effects + changed(at: now)
    }

    /// What the detector says now, as a person reads it.
    package var verdictSentence: String {
        if let detection = verdict.accusation ?? verdict.detections.first { return sentence(detection) }
        return verdict.isLearning ? "Still learning what this line gives." : "The line gives what it usually gives."
    }

    /// Hands the detector what the first figures of a clock hour gave, as a test of its own: over weeks those show
    /// what no single test can, such as a line that was slow before the test began.
    mutating func judgeTest(at now: Moment) -> [Effect] {
        guard let rate = testFigures.takeMedian(), !verdict.isLimitedHere else { return [] }
        let sample = LineSample(
            rate: rate,
            source: orderTargets.count > 1 ? .targets([]) : .target(0),
            cycleUsage: used
        )
        return announce(detector.observeTest(sample, at: now), at: now) + [.saveLine]
    }

    /// Begins a test of a line of which the earlier ones are known.
    mutating func beginLine() { beginLine(with: detector.memory) }

    /// Begins anew with a line that nothing is known of.
    mutating func forgetLine() { beginLine(with: nil) }

    private mutating func beginLine(with memory: LineMemory?) {
        detector = LineDetector(settings: configuration.detectorSettings, restoring: memory)
        testFigures = HourlyFigures()
        verdict = LineVerdict()
        firstFigures = FirstFigures()
        use = LineUse()
    }

    /// A detection as a person reads it, with the targets' own names.
    func sentence(_ detection: Detection) -> String { detection.sentence(naming: name(of:)) }

    /// What a target of the order is called.
    func name(of index: Int) -> String {
        guard orderTargets.indices.contains(index) else { return "target \(index + 1)" }
        return targets.ledgers[orderTargets[index]].label
    }

    private func lineSample(_ sample: FetchSample) -> LineSample {
        let rates = sample.bytes.map { BitRate(ByteCount($0), over: sample.interval) }
        let lost = Double(sample.outOfOrder + sample.retransmits)
        return LineSample(
            rate: BitRate(sample.total, over: sample.interval),
            source: rates.count > 1 ? .targets(rates) : .target(0),
            isSettled: sample.ramping == 0 || meter.isPastRamp,
            localLimit: sample.localLimit,
            cycleUsage: used,
            roundTrip: sample.roundTrip,
            lossShare: sample.segments > 0 ? min(1, lost / Double(sample.segments)) : nil,
            otherTraffic: max(sample.otherTraffic, round?.rate ?? .zero)
        )
    }

    /// The state without the detector's memory, which readers have no use for.
    ///
    /// A copy that shared the memory would make the next sample copy all of it.
    package var withoutWorkings: Station {
        var copy = self
        copy.detector = Self.blank
        copy.capFinder = CapFinder()
        return copy
    }

    private static let blank = LineDetector()
}
