internal import ArgumentParser
internal import Daemon
internal import DatacapCore

/// `datacap simulate`: what the scheduled mode would do and cost in a month, told in a second.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Simulates days of scheduled tests on a made-up line and prints what they would cost.",
        discussion: """
            The planner, the budget, the plan and the detector are the product's own, as config.json sets them up; the \
            line and the household are made up, the same from the same seed. No byte is sent.
            """
    )

    @Option(help: ArgumentHelp("The configuration; config.json here if it's there.", valueName: "file"))
    var config: String?

    @Option(help: "How many days pass.")
    var days = 30

    @Option(help: "What chance is made of.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("What the line gives.", valueName: "mbps"))
    var rateMbps = 100.0

    @Option(help: ArgumentHelp("The plan's cap instead of the configuration's.", valueName: "gb"))
    var capGB: Double?

    @Option(help: ArgumentHelp("What a cycle may use before the provider holds the line down.", valueName: "gb"))
    var throttleAfterGB: Double?

    @Option(help: ArgumentHelp("What the line gives while it is held down.", valueName: "mbps"))
    var throttledMbps = 10.0

    @Option(help: ArgumentHelp("What the household uses on a weekday.", valueName: "gb"))
    var householdGB = 8.0

    func validate() throws {
        guard (1...3_660).contains(days) else { throw ValidationError("--days must be 1 to 3660") }
        let positive = [("rate-mbps", rateMbps), ("throttled-mbps", throttledMbps)]
        for (name, value) in positive where !(0.01...1_000_000).contains(value) {
            throw ValidationError("--\(name) must be 0.01 to 1000000")
        }
        let amounts = [("cap-gb", capGB), ("throttle-after-gb", throttleAfterGB), ("household-gb", householdGB)]
        for (name, value) in amounts {
            if let value, !(0...1_000_000).contains(value) { throw ValidationError("--\(name) must be 0 to 1000000") }
        }
    }

    func run() throws {
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try ConfigurationFile(path: config).read()
        } catch {
            StandardOutput.print(error.faults.map { Array($0.description.utf8) })
            throw ExitCode(1)
        }
        var home = SimulatedHome(seed: seed)
        home.rate = .megabits(rateMbps)
        home.heldRate = .megabits(throttledMbps)
        home.heldAfter = throttleAfterGB.map { .gigabytes($0) }
        home.daily = .gigabytes(householdGB)
        var simulation = Simulation(configuration, home: home, cap: capGB.map { .gigabytes($0) })
        StandardOutput.print(simulation.run(days: days).lines.map { Array($0.utf8) })
    }
}
