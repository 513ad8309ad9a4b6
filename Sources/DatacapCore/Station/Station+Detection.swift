extension Station {
    /// Shows a sample to the detector.
    ///
    /// - Returns: What is to be logged and shown at once: an accusation that began, changed or ended.
    mutating func detect(_ sample: FetchSample, at now: Moment) -> [Effect] {
        // The last sample before a pause may be too short for a speed.
        guard sample.interval >= .milliseconds(configuration.order.sampleMilliseconds / 2) else { return [] }
        let events = detector.observe(lineSample(sample), at: now)
        verdict = LineVerdict(detector)
        guard !events.isEmpty else { return [] }
        var effects: [Effect] = []
        for event in events {
            switch event {
            case .raised(let detection):
                if detection.accuses { counters.detections += 1 }
                effects.append(.log(.notice, "verdict: \(sentence(detection))"))
            case .refined(let detection):
                effects.append(.log(.notice, "verdict, refined: \(sentence(detection))"))
            case .cleared(let detection, _):
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

    /// Begins anew with a line that nothing is known of.
    mutating func forgetLine() {
        detector = LineDetector(settings: configuration.detectorSettings)
        verdict = LineVerdict()
        firstFigures = FirstFigures()
    }

    /// A detection as a person reads it, with the targets' own names.
    func sentence(_ detection: Detection) -> String {
        detection.sentence { index in
            guard orderTargets.indices.contains(index) else { return "target \(index + 1)" }
            return targets.ledgers[orderTargets[index]].label
        }
    }

    private func lineSample(_ sample: FetchSample) -> LineSample {
        let rates = sample.bytes.map { BitRate(ByteCount($0), over: sample.interval) }
        let lost = Double(sample.outOfOrder + sample.retransmits)
        return LineSample(
            rate: BitRate(sample.total, over: sample.interval),
            source: rates.count > 1 ? .targets(rates) : .target(0),
            isSettled: sample.ramping == 0 || meter.isPastRamp,
            cycleUsage: total,
            roundTrip: sample.roundTrip,
            lossShare: sample.segments > 0 ? min(1, lost / Double(sample.segments)) : nil
        )
    }

    /// The state without the detector's memory, which readers have no use for.
    ///
    /// A copy that shared the memory would make the next sample copy all of it.
    package var withoutWorkings: Station {
        var copy = self
        copy.detector = Self.blank
        return copy
    }

    private static let blank = LineDetector()
}
