extension ScheduledDetector {
    /// What scheduled tests have taught: a plain value to be written and read back, at most 40 KiB of numbers.
    package struct State: Hashable, Sendable {
        /// The latest tests, the oldest first.
        package var tests: [Test]
        /// The speeds by hour of week; see `HourOfWeekBaseline`.
        package var hours: [[Float]]
        /// The runs of slow tests that ended by themselves, by depth.
        package var runs: [Double]
        /// Over how many tests those were seen.
        package var testsObserved: Double
        /// The ceilings of earlier throttles, in Mbit/s.
        package var ceilings_mbps: [Double]
        /// The drop that was open.
        var drop: LevelDrop?

        /// Makes a state.
        package init(
            tests: [Test],
            hours: [[Float]],
            runs: [Double],
            testsObserved: Double,
            ceilings_mbps: [Double]
        ) {
            self.init(
                tests: tests,
                hours: hours,
                runs: runs,
                testsObserved: testsObserved,
                ceilings_mbps: ceilings_mbps,
                drop: nil
            )
        }

        init(
            tests: [Test],
            hours: [[Float]],
            runs: [Double],
            testsObserved: Double,
            ceilings_mbps: [Double],
            drop: LevelDrop?
        ) {
            self.tests = tests
            self.hours = hours
            self.runs = runs
            self.testsObserved = testsObserved
            self.ceilings_mbps = ceilings_mbps
            self.drop = drop
        }
    }

    /// What has been learnt so far.
    package var state: State {
        State(
            tests: (0..<tests.count).map { tests[$0] },
            hours: hours.ratios,
            runs: memory.cubes,
            testsObserved: memory.observed,
            ceilings_mbps: (0..<knownCeilings.count).map { knownCeilings[$0] },
            drop: open
        )
    }

    /// Takes over what another detector had learnt; what can't be is left out.
    mutating func restore(_ state: State) {
        for test in state.tests.suffix(Self.capacity)
        where test.rate_mbps.isFinite && test.rate_mbps > 0 && (0..<HourOfWeekBaseline.hours).contains(test.hour) {
            tests.append(test)
        }
        open = state.drop
        hours = HourOfWeekBaseline(restoring: state.hours)
        memory.restore(cubes: state.runs, observed: state.testsObserved)
        for ceiling in state.ceilings_mbps.suffix(knownCeilings.capacity) where ceiling > 0 {
            knownCeilings.append(ceiling)
        }
    }
}
