extension Station {
    /// Has a test made at once that checks what the tests of the schedule say.
    ///
    /// It goes by the other IP family where there is one, and takes more connections in any case. The budget counts for
    /// it as for every test.
    mutating func askTestWitness(at now: Moment) -> [Effect] {
        guard testWitness == nil else { return [] }
        testWitness = WitnessRound.Witness(
            target: use.latest,
            ipVersion: otherFamily(of: use.latest) ?? configuration.ipVersion
        )
        return [.log(.info, "a second witness is asked: a test by another way")] + plan(.runNow, at: now)
            + missTestWitness(at: now)
    }

    /// Goes on without a witness when there is no test that could be one, as when the budget has no room for it.
    mutating func missTestWitness(at now: Moment) -> [Effect] {
        guard testWitness != nil, let planner, case .waiting = planner.state else { return [] }
        return closeTestWitness([], at: now)
    }

    /// What the downloader is told for a test that is a witness.
    func witnessOrder(_ order: TestOrder, by witness: WitnessRound.Witness) -> FetchOrder {
        var fetch = order.order(configuration.order)
        guard order.kind != .latency else { return fetch }
        fetch.ipVersion = witness.ipVersion
        let streams = fetch.streams
        fetch.streams = min(64, (1 + LineProbe.connections) * streams)
        // The bytes were reserved for a test of as many streams as usual.
        let more = Int64(fetch.streams - streams) * TestOrder.overshoot.bytes
        fetch.maximumBytes = fetch.maximumBytes.map { max(1, $0 - more) }
        return fetch
    }

    /// Hears the test that was a witness.
    mutating func hear(_ result: TestResult, from witness: WitnessRound.Witness, at now: Moment) -> [Effect] {
        let isTelling = result.record.flaws.isEmpty && result.record.end != .stopped
        let rate = isTelling ? result.record.rate?.rate : nil
        if rate == nil, witness.ipVersion != configuration.ipVersion { use.isOtherFamilyDead = true }
        let probe = LineProbe(target: witness.target, ipVersion: witness.ipVersion, rate: rate)
        return settle(at: now) + [.log(.info, "as a second witness, a \(result.record.sentence)")]
            + closeTestWitness([probe], at: now)
    }

    private mutating func closeTestWitness(_ probes: [LineProbe], at now: Moment) -> [Effect] {
        testWitness = nil
        return announce(detector.confirm(probes, at: now), at: now) + [.saveLine]
    }
}
