/// A downloader's run on a simulated line: keeps to its limits as the real one does, a little late.
struct SimulatedFetch {
    /// What flows on after the order to end, and until a limit is noticed.
    private static let lateness = Duration.milliseconds(50)
    /// What slow start leaves of the rate, sample by sample.
    private static let ramp = [0.1, 0.4, 0.8]
    private static let interval = Duration.milliseconds(250)
    /// Payload with its headers on the wire.
    private static let wireShare = 1.04
    /// How far one sample resembles the one before.
    private static let memory = 0.5

    let order: FetchOrder
    private(set) var received = ByteCount.zero
    private(set) var elapsed = Duration.zero
    private var count = 0
    private var wander = 0.0

    init(_ order: FetchOrder) { self.order = order }

    /// Whether a limit has ended the run.
    var isOver: Bool {
        received.bytes >= order.maximumBytes ?? .max || elapsed.milliseconds >= order.maximumMilliseconds ?? .max
    }

    /// The next sample.
    mutating func sample(
        capacity: BitRate,
        foreign: BitRate,
        noise: Double,
        random: inout SplitMix64,
        at uptime: Duration
    ) -> FetchSample {
        let isRamping = count < Self.ramp.count
        wander = Self.memory * wander + (1 - Self.memory * Self.memory).squareRoot() * random.nextNormal()
        let share = (isRamping ? Self.ramp[count] : 1) * max(0.05, 1 + noise * wander)
        let rate = BitRate(bitsPerSecond: max(0, capacity.bitsPerSecond - foreign.bitsPerSecond)) * share
        var bytes = Int64(rate.bytesPerSecond * Self.interval.seconds)
        var interval = Self.interval
        if let most = order.maximumBytes, received.bytes + bytes > most {
            let wanted = most - received.bytes
            interval = Self.interval * (Double(wanted) / Double(max(1, bytes)))
            bytes = wanted + overshoot(&random)
        }
        received += ByteCount(bytes)
        elapsed += interval
        count += 1
        return FetchSample(
            uptime: uptime + interval,
            interval: interval,
            bytes: [bytes],
            streams: order.streams,
            ramping: isRamping ? order.streams : 0,
            connect: .milliseconds(18),
            machine: MachineReading(
                interfaceBytes: Int64(Double(bytes) * Self.wireShare + foreign.bytesPerSecond * interval.seconds)
            )
        )
    }

    /// What comes after the order to end.
    mutating func last(capacity: BitRate, at uptime: Duration) -> FetchSample {
        let bytes = Int64(capacity.bytesPerSecond * Self.lateness.seconds)
        received += ByteCount(bytes)
        elapsed += Self.lateness
        return FetchSample(
            uptime: uptime + Self.lateness,
            interval: Self.lateness,
            bytes: [bytes],
            streams: order.streams
        )
    }

    private func overshoot(_ random: inout SplitMix64) -> Int64 {
        (0..<order.streams).reduce(0) { sum, _ in
            sum + Int64(random.next() % UInt64(order.isProbe ? 16_384 : TestOrder.overshoot.bytes))
        }
    }
}

extension FetchOrder {
    /// Whether a single byte is asked for.
    fileprivate var isProbe: Bool { maximumBytes == 1 }
}

extension SplitMix64 {
    /// The next number of a nearly normal distribution, mean 0 and deviation 1: the sum of twelve uniform ones.
    mutating func nextNormal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + nextUnit() } }
}
