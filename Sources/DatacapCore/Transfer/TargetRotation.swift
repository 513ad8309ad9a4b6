/// Which URL the next transfer asks: in turn, and never one that rests.
///
/// A URL that fails rests: 1 s at first, doubling to 5 minutes, each with jitter so that many lines don't come back
/// at once (“full jitter”, AWS Architecture Blog 2015, over the upper half). Transfers that fail while their URL rests
/// already were part of the same trouble and double nothing. A server that says `Retry-After` is obeyed, up to a day.
/// One good transfer forgets the failures, but not what the server asked for.
package struct TargetRotation: Sendable {
    private struct Target {
        var running = 0
        var failures = 0
        var restingUntil: Duration?
        /// Whether the server itself asked for the rest.
        var isRestOrdered = false
        var lastUsed = 0
    }

    private var targets: [Target]
    private var turn = 0
    private var random: SplitMix64

    /// The longest rest after failures.
    package static let longestRest = Duration.seconds(300)
    /// The longest rest a server may ask for.
    package static let longestRetryAfter = Duration.seconds(86_400)

    /// Makes a rotation over so many URLs, none of which has failed yet.
    ///
    /// - Parameters:
    ///   - count: How many URLs there are; at least one.
    ///   - seed: What the jitter is made from.
    package init(count: Int, seed: UInt64) {
        targets = Array(repeating: Target(), count: count)
        random = SplitMix64(seed: seed)
    }

    /// Takes the URL for the next transfer, which counts as running from then on.
    ///
    /// The one with the fewest transfers is taken. Among equals a stream keeps the URL it had, and with it its
    /// connection, when there are enough streams for every URL; otherwise they take turns.
    ///
    /// - Parameters:
    ///   - previous: The URL that the stream used before.
    ///   - streams: How many transfers run at once.
    ///   - now: The time.
    /// - Returns: An index, or `nil` when all rest.
    package mutating func next(previous: Int?, streams: Int, at now: Duration) -> Int? {
        let ready = targets.indices.filter { targets[$0].restingUntil.map { $0 <= now } ?? true }
        guard let fewest = ready.map({ targets[$0].running }).min() else { return nil }
        let equals = ready.filter { targets[$0].running == fewest }
        let stays = previous.flatMap { streams >= ready.count && equals.contains($0) ? $0 : nil }
        guard let index = stays ?? equals.min(by: { targets[$0].lastUsed < targets[$1].lastUsed }) else { return nil }
        turn += 1
        targets[index].running += 1
        targets[index].lastUsed = turn
        return index
    }

    /// Gives a URL back after a good transfer.
    package mutating func finish(_ index: Int) {
        targets[index].running -= 1
        targets[index].failures = 0
        if !targets[index].isRestOrdered { targets[index].restingUntil = nil }
    }

    /// Gives a URL back that was neither good nor bad, as when the test is paused.
    package mutating func abandon(_ index: Int) { targets[index].running -= 1 }

    /// Gives a URL back that failed, and lets it rest.
    ///
    /// - Parameters:
    ///   - index: The URL.
    ///   - retryAfter: What the server asked for, if it did.
    ///   - now: The time.
    /// - Returns: How long it rests.
    package mutating func fail(_ index: Int, retryAfter: Duration?, at now: Duration) -> Duration {
        targets[index].running -= 1
        let left = max(.zero, (targets[index].restingUntil ?? .zero) - now)
        var rest = left
        if left == .zero {
            let doublings = min(targets[index].failures, 9)
            targets[index].failures += 1
            targets[index].isRestOrdered = false
            let longest = min(Duration.seconds(1 << doublings), Self.longestRest)
            rest = longest * (0.5 + 0.5 * random.nextUnit())
        }
        if let retryAfter, retryAfter > rest {
            targets[index].isRestOrdered = true
            rest = min(retryAfter, Self.longestRetryAfter)
        }
        targets[index].restingUntil = now + rest
        return rest
    }

    /// When the first of the resting URLs comes back, if any rests.
    package func nextReturn(after now: Duration) -> Duration? {
        targets.compactMap(\.restingUntil).filter { $0 > now }.min()
    }
}

/// A small deterministic generator (Steele, Lea, Flood: “Fast Splittable Pseudorandom Number Generators”, 2014).
package struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    /// Where the sequence stands: as a seed, it takes the sequence up.
    package private(set) var state: UInt64

    /// Makes a generator; equal seeds give equal sequences.
    package init(seed: UInt64) { state = seed }

    /// The next 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The next number from 0 up to but not including 1.
    package mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
