/// Makes speed figures from samples: `samples in, one figure every update interval out`.
///
/// What set-up and slow start would distort stays out. A sample is *settled* when no connection is ramping; after
/// 5 s of flow a ramping minority doesn't count any more, since the others take up what it leaves. As long as
/// nothing has settled in an interval there's no figure, for at most 5 s of flow: a line whose connections never
/// last is shown as it is, but its figures stay unsettled.
///
/// Samples without a byte wait: if data comes back they were part of the speed; if it doesn't, the test has
/// stalled, and a stall is not a speed.
package struct SpeedMeter: Sendable {
    private struct Sum {
        var bytes: [Int64] = []
        var duration = Duration.zero

        mutating func add(_ sample: FetchSample) {
            if bytes.count < sample.bytes.count {
                bytes += Array(repeating: 0, count: sample.bytes.count - bytes.count)
            }
            for (index, count) in sample.bytes.enumerated() { bytes[index] += count }
            duration += sample.interval
        }
    }

    /// What a sample led to.
    package enum Reading: Hashable, Sendable {
        /// The update interval isn't full yet.
        case pending
        /// The update interval is full, but all of it was ramping.
        case ramping
        /// The update interval is full, and this was the speed.
        case figure(SpeedFigure)
    }

    /// How long flow may be ramping before it is taken as it is.
    package static let rampLimit = Duration.seconds(5)
    /// How long no data may come before the test counts as stalled.
    package static let stallLimit = Duration.seconds(3)

    /// How often a figure is made.
    package var updateInterval: Duration
    private var settled = Sum()
    private var all = Sum()
    private var empty: [FetchSample] = []
    private var flow = Duration.zero

    /// Makes a meter for figures of that length.
    package init(updateInterval: Duration) { self.updateInterval = updateInterval }

    /// Whether data has flowed for so long that ramping is how this line's connections are, not how they begin.
    package var isPastRamp: Bool { flow > Self.rampLimit }

    /// How long no data has come.
    package var silence: Duration { empty.reduce(.zero) { $0 + $1.interval } }

    /// Takes one sample in.
    ///
    /// - Returns: What it led to.
    package mutating func add(_ sample: FetchSample) -> Reading {
        guard sample.total > .zero else {
            // Silence after the limit is a stall, which has no figure; memory stays bounded.
            if silence < Self.stallLimit { empty.append(sample) } else { restartFlow() }
            return .pending
        }
        if silence < Self.stallLimit { empty.forEach { take($0) } } else { restartFlow() }
        empty.removeAll(keepingCapacity: true)
        take(sample)
        guard all.duration >= updateInterval - sample.interval / 2 else { return .pending }
        return close(at: sample.uptime)
    }

    /// Forgets what is not yet a figure: after a pause, a stall or a new child the flow starts anew.
    package mutating func interrupt() {
        empty.removeAll(keepingCapacity: true)
        restartFlow()
    }

    private mutating func restartFlow() {
        settled = Sum()
        all = Sum()
        flow = .zero
    }

    private mutating func take(_ sample: FetchSample) {
        flow += sample.interval
        all.add(sample)
        let minority = isPastRamp && sample.ramping * 2 <= sample.streams
        if sample.ramping == 0 || minority { settled.add(sample) }
    }

    private mutating func close(at uptime: Duration) -> Reading {
        defer {
            settled = Sum()
            all = Sum()
        }
        let isSettled = settled.duration > .zero
        guard isSettled || isPastRamp else { return .ramping }
        let sum = isSettled ? settled : all
        let amount = ByteCount(sum.bytes.reduce(0, +))
        return .figure(
            SpeedFigure(
                uptime: uptime,
                rate: BitRate(amount, over: sum.duration),
                amount: amount,
                duration: sum.duration,
                targetRates: sum.bytes.map { BitRate(ByteCount($0), over: sum.duration) },
                isSettled: isSettled
            )
        )
    }
}
