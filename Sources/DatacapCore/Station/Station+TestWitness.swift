extension Station {
    /// Has a test made at once that checks what the tests of the schedule say.
    ///
    /// It goes by the other IP family where there is one, and takes three times the connections. The budget counts for
    /// it as for every test, and `confirmation_mb`. One that can't be made leaves the line's own evidence.
    mutating func askTestWitness(at now: Moment) -> [Effect] {
        guard testWitness == nil, state.isActive || state.name == .waiting else { return [] }
        testWitness = WitnessRound.Witness(
            target: use.latest,
            ipVersion: otherFamily(of: use.latest) ?? configuration.ipVersion
        )
        let wanted = TestPlanner.Witness(most: configuration.confirmation, streams: witnessStreams)
        return plan(.witness(wanted), at: now) + missTestWitness(at: now)
    }

    private var witnessStreams: Int { LineProbe.streams(insteadOfTestOf: configuration.streams) }

    /// Goes on without a witness when there is no test that could be one, as when the budget has no room for it.
    mutating func missTestWitness(at now: Moment) -> [Effect] {
        guard testWitness != nil, let planner, case .waiting = planner.state else { return [] }
        return closeTestWitness([], at: now)
    }

    /// What the downloader is told for a test.
    func fetchOrder(_ test: TestOrder) -> FetchOrder {
        var order = test.order(configuration.order)
        if test.witnessStreams != nil, let witness = testWitness { order.ipVersion = witness.ipVersion }
        return order
    }

    /// Hears a test that was a witness.
    mutating func hear(_ result: TestResult, at now: Moment) -> [Effect] {
        let record = result.record
        let settled = settle(at: now)
        guard let witness = testWitness else { return settled }
        let text = "as a second witness, a \(record.sentence)"
        let told = settled + [.log(.notice, text), remember(.witness, text, at: now)]
        let isOtherFamily = witness.ipVersion != configuration.ipVersion
        if isOtherFamily, record.kind != .latency, record.end == .failure, record.amount == .zero {
            // There's no way by the other family; the own one is left.
            use.isOtherFamilyDead = true
            testWitness = nil
            return told + askTestWitness(at: now)
        }
        guard let rate = result.sample(cycleUsage: nil)?.rate, rate > .zero else {
            return told + closeTestWitness([], at: now)
        }
        let probe = LineProbe(
            target: witness.target,
            ipVersion: witness.ipVersion,
            rate: rate,
            connectionsRatio: Double(witnessStreams) / Double(configuration.streams)
        )
        return told + closeTestWitness([probe], at: now)
    }

    private mutating func closeTestWitness(_ probes: [LineProbe], at now: Moment) -> [Effect] {
        testWitness = nil
        return announce(detector.confirm(probes, at: now), at: now) + [.saveLine]
    }
}
