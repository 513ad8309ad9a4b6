import DatacapCore
import Foundation
import TestSupport

/// What the cap finder makes of many households that are tested in one way.
struct Figures {
    private let name: String
    private let sampling: SimulatedHousehold.Sampling
    private let recorded: [[Double]]
    private let isVerbose = ProcessInfo.processInfo.environment["VERBOSE"] != nil

    init(_ name: String, _ sampling: SimulatedHousehold.Sampling, recorded: [[Double]]) {
        self.name = name
        self.sampling = sampling
        self.recorded = recorded
        print("\(name)\(recorded.isEmpty ? "" : ", \(recorded.count) recordings as noise")")
    }

    private var isContinuous: Bool { if case .continuous = sampling { true } else { false } }

    func capped(_ count: Int) {
        for cycles in [1, 2, 3] {
            var households = Households(dice: Dice(seed: UInt64(1_000 * cycles)), recorded: recorded)
            var errors: [Double] = []
            var widths: [Double] = []
            var tests: [Double] = []
            var (covered, suspected, extra) = (0, 0, 0)
            for number in 0..<(isContinuous ? count / 4 : count) {
                let household = households.capped(isContinuous: isContinuous)
                var run = HouseholdRun(household, seed: UInt64(number))
                run.run(cycles: cycles, days: 2, sampling: sampling)
                let finding = run.finder.finding()
                tests.append(Double(run.tests) / (Double(cycles) + 0.07))
                let truth = household.stages[0].volume_bytes
                guard case .found(let cap) = finding else {
                    if case .suspected = finding { suspected += 1 }
                    tell(number, household, finding)
                    continue
                }
                let stage = cap.stages.min { abs($0.bytes - truth) < abs($1.bytes - truth) } ?? cap.stages[0]
                errors.append(abs(stage.bytes - truth) / truth)
                widths.append(Double(stage.uncertainty.bytes) / truth)
                let holds = Double(stage.low.bytes) <= truth * 1.000_01 && truth * 0.999_99 <= Double(stage.high.bytes)
                if holds { covered += 1 }
                if cap.stages.count > 1 { extra += 1 }
                if !holds || cap.stages.count > 1 || abs(stage.bytes - truth) > 0.01 * truth {
                    tell(number, household, finding)
                }
            }
            let all = isContinuous ? count / 4 : count
            print(
                "  \(cycles) cycles: found \(errors.count) of \(all), suspected \(suspected), error % median "
                    + "\(errors.at(0.5)) 95 % \(errors.at(0.95)) max \(errors.at(1)); within 1 %: "
                    + "\(errors.filter { $0 <= 0.01 }.count); interval holds it: \(covered), half width % median "
                    + "\(widths.at(0.5)); with a stage too many \(extra); tests a cycle \(Int(tests.sorted()[tests.count / 2]))"
            )
        }
    }

    func innocent(_ count: Int) {
        var households = Households(dice: Dice(seed: 77), recorded: recorded)
        var (named, cycles, days, suspectedDays) = (0, 0, 0, 0)
        var evaluating = Duration.zero
        var bytes = 0
        let clock = ContinuousClock()
        for number in 0..<(isContinuous ? max(8, count / 8) : count) {
            let household = households.innocent(number)
            var run = HouseholdRun(household, seed: UInt64(number))
            var wrong: CapFinding?
            run.run(cycles: 3, days: 3, sampling: sampling) { finder in
                days += 1
                var finding = CapFinding.unknown(.tooFewPoints)
                evaluating += clock.measure { finding = finder.finding() }
                if case .found = finding, wrong == nil { wrong = finding }
                if case .suspected = finding { suspectedDays += 1 }
            }
            cycles += 3
            bytes = max(bytes, run.finder.json.count)
            if let wrong {
                named += 1
                tell(number, household, wrong, "\(Households.kinds[number % 8]): ")
            }
        }
        print(
            "  without a cap: named in \(named) of \(cycles) cycles, looked at each day; suspected on "
                + "\(suspectedDays) of \(days) days; an evaluation took \(evaluating / max(days, 1)), "
                + "a state of three cycles and a bit at most \(bytes / 1_000) kB"
        )
    }

    private func tell(_ number: Int, _ household: SimulatedHousehold, _ finding: CapFinding, _ kind: String = "") {
        guard isVerbose else { return }
        let cap = household.stages.first.map { "\($0.volume_bytes / 1e9) GB to \($0.limit_mbps)" } ?? "none"
        let line = "\(household.plan_mbps) Mbit/s, cap \(cap), evening \(household.evening)"
        print("    \(number) \(kind)\(line): \(finding.sentence { $0.rfc3339 })")
    }
}

extension FoundCap.Stage {
    var bytes: Double { Double(volume.bytes) }
}

extension [Double] {
    /// The value, in hundredths, below which that share of the numbers lies.
    func at(_ share: Double) -> String {
        guard !isEmpty else { return "-" }
        return String(format: "%.3f", 100 * sorted()[Int((share * Double(count - 1)).rounded())])
    }
}
