internal import ArgumentParser
internal import Daemon
internal import DatacapCore
internal import Lab

/// `datacap lab`: the provider in a box.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Serves downloads on a shaped line, to prove detection with.",
        discussion: """
            All connections share one token bucket. Without --then-mbps the rate stays; with it the line changes after \
            --after-gb or --after-seconds, and back after --lift-after-seconds. Paths: /data, /slow (a slow server), \
            /error; ?bytes=N sets the size.
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The TCP port to listen on; 0 takes a free one.")
    var port: UInt16 = 0

    @Option(help: "The line's rate in Mbit/s; no limit if not said.")
    var rateMbps: Double?

    @Option(help: "Change the rate after so many GB.")
    var afterGb: Double?

    @Option(help: "Change the rate after so many seconds.")
    var afterSeconds: Double?

    @Option(help: "The rate after the change in Mbit/s; 0 stalls the line.")
    var thenMbps: Double?

    @Option(help: "Lift the change after so many seconds.")
    var liftAfterSeconds: Double?

    @Flag(help: "Begin anew after the change was lifted.")
    var loop = false

    @Option(help: "What may go at once after a rest, in MB.")
    var burstMb = 0.065536

    @Option(help: "The share of requests that are answered with 503, in percent.")
    var errorPercent = 0.0

    @Option(help: "What /slow gets at most, in Mbit/s.")
    var slowMbps = 2.0

    @OptionGroup var log: LogOptions

    func validate() throws {
        for (name, value) in [("rate-mbps", rateMbps), ("after-gb", afterGb), ("after-seconds", afterSeconds)] {
            if let value, !(value > 0 && value.isFinite) { throw ValidationError("--\(name) must be above 0") }
        }
        if let thenMbps, !(thenMbps >= 0 && thenMbps.isFinite) {
            throw ValidationError("--then-mbps must be 0 or more")
        }
        guard afterGb == nil || afterSeconds == nil else {
            throw ValidationError("--after-gb and --after-seconds exclude each other")
        }
        guard (thenMbps == nil) == (afterGb == nil && afterSeconds == nil) else {
            throw ValidationError("--then-mbps and one of --after-gb and --after-seconds need each other")
        }
        guard liftAfterSeconds == nil || thenMbps != nil else {
            throw ValidationError("--lift-after-seconds needs --then-mbps")
        }
        guard !loop || liftAfterSeconds != nil else { throw ValidationError("--loop needs --lift-after-seconds") }
        guard (0...100).contains(errorPercent) else { throw ValidationError("--error-percent must be 0 to 100") }
        guard burstMb >= 0, slowMbps > 0 else {
            throw ValidationError("--burst-mb must be 0 or more and --slow-mbps above 0")
        }
    }

    private var plan: LabPlan {
        let rate = rateMbps.map { BitRate.megabits($0) }
        guard let thenMbps else { return LabPlan(phases: [.init(rate: rate, end: .never)]) }
        let change: LabPlan.End =
            afterGb.map { .after(.gigabytes($0)) } ?? .lasting(.seconds(afterSeconds ?? 0))
        let lift: LabPlan.End = liftAfterSeconds.map { .lasting(.seconds($0)) } ?? .never
        var plan = LabPlan(phases: [
            .init(rate: rate, end: change),
            .init(rate: .megabits(thenMbps), end: lift),
        ])
        if liftAfterSeconds != nil, !loop { plan.phases.append(.init(rate: rate, end: .never)) }
        plan.loops = loop
        return plan
    }

    func run() async throws {
        var plan = plan
        plan.burst = ByteCount(Int64(burstMb * 1e6))
        plan.errorShare = errorPercent / 100
        plan.slowHostRate = .megabits(slowMbps)
        let options = log.options(file: ConfigurationFile(path: nil))
        do {
            try await LabRunner(plan: plan, host: host, port: Int(port), options: options).run()
        } catch {
            throw Fault.exit(for: error)
        }
    }
}
