package import DatacapCore

/// Drives a ``Station`` as a shell would: inputs at times, effects noted.
package struct StationDriver: Sendable {
    /// The station.
    package var station: Station
    /// The time.
    package var time = Timeline()
    /// The effects of the latest input.
    package private(set) var effects: [Station.Effect] = []

    /// Makes a station with that configuration.
    package init(_ change: (inout Configuration) -> Void = { _ in }) {
        var configuration = Configuration()
        configuration.testURLs = ["http://a.test/1", "http://b.test/2"]
        configuration.ipInfoURL = ""
        change(&configuration)
        station = Station(configuration: configuration, at: Timeline().now)
    }

    /// Hands an input in after some time.
    @discardableResult
    package mutating func put(_ input: Station.Input, after duration: Duration = .zero) -> [Station.Effect] {
        time.pass(duration)
        effects = station.handle(input, at: time.now)
        return effects
    }

    /// Starts the test and lets the downloader say that it runs.
    package mutating func start() {
        put(.command(.start))
        put(.downloader(.started(processID: 7, uptime: time.now.uptime)))
    }

    /// Lets data flow for a while, in samples of a quarter second, half from each of two URLs.
    ///
    /// - Returns: All effects, in order.
    @discardableResult
    package mutating func flow(
        _ rate: BitRate,
        for duration: Duration,
        ramping: Int = 0,
        shares: [Double] = [0.5, 0.5],
        machine: MachineReading = MachineReading()
    ) -> [Station.Effect] {
        var all: [Station.Effect] = []
        let count = Int((duration.seconds / 0.25).rounded())
        for _ in 0..<count {
            let bytes = rate.bytesPerSecond * 0.25
            time.pass(.milliseconds(250))
            let sample = FetchSample(
                uptime: time.now.uptime,
                interval: .milliseconds(250),
                bytes: shares.map { Int64((bytes * $0).rounded()) },
                streams: 4,
                ramping: ramping,
                segments: 100,
                machine: machine
            )
            all += put(.downloader(.sample(sample)))
        }
        return all
    }

    /// The probes that were ordered among some effects.
    package static func probes(_ effects: [Station.Effect]) -> [FetchOrder] {
        effects.compactMap { if case .probe(let order) = $0 { order } else { nil } }
    }

    /// Lets an ordered probe bring data for its four seconds, beside the test, and end.
    ///
    /// - Returns: All effects, in order.
    @discardableResult
    package mutating func probe(
        _ rate: BitRate,
        beside test: BitRate,
        machine: MachineReading,
        probeMachine: MachineReading = MachineReading()
    ) -> [Station.Effect] {
        var all: [Station.Effect] = []
        for _ in 0..<16 {
            all += flow(test, for: .milliseconds(250), machine: machine)
            let sample = FetchSample(
                uptime: time.now.uptime,
                interval: .milliseconds(250),
                bytes: [Int64(rate.bytesPerSecond * 0.25)],
                streams: rate > .zero ? 4 : 0,
                machine: probeMachine
            )
            all += put(.probe(.sample(sample)))
        }
        return all + put(.probeExited)
    }

    /// The answer among the latest effects.
    package var answer: CommandAnswer? {
        for case .answer(let answer) in effects { return answer }
        return nil
    }

    /// What the downloader was told among the latest effects.
    package var signals: [Station.DownloaderSignal] {
        effects.compactMap { if case .signal(let signal) = $0 { signal } else { nil } }
    }
}
