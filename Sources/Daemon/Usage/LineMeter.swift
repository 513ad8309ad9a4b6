package import DatacapCore
internal import ServiceLifecycle

/// Reads the whole line's counter now and then, and hands on what it reads.
///
/// What goes wrong is an event when it begins and when it's over, and the waits between attempts grow. Nothing is lost
/// by it: a counter goes on.
package struct LineMeter: Service {
    /// The longest wait after failures, unless the interval is longer.
    private static let longestWait = Duration.seconds(600)

    private let source: UsageSource
    private let interval: Duration
    private let onReading: @Sendable (CounterReading) -> Void
    private let onEvent: @Sendable (EventRecord) -> Void

    /// Makes a meter that isn't reading yet.
    ///
    /// - Parameters:
    ///   - source: Where the bytes are read.
    ///   - interval: How long to wait between readings.
    ///   - onReading: Takes each reading; never called twice at once.
    ///   - onEvent: Hears of a source that doesn't answer, and that it answers again.
    package init(
        source: UsageSource,
        interval: Duration,
        onReading: @escaping @Sendable (CounterReading) -> Void,
        onEvent: @escaping @Sendable (EventRecord) -> Void
    ) {
        self.source = source
        self.interval = interval
        self.onReading = onReading
        self.onEvent = onEvent
    }

    /// Reads until the daemon leaves.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var source = source
            var failures = 0
            while !Task.isCancelled {
                do throws(UsageSourceError) {
                    onReading(try await source.read())
                    if failures > 0 { say("the line's bytes can be read again") }
                    failures = 0
                } catch {
                    guard !Task.isCancelled else { return }
                    failures += 1
                    if failures == 1 { say("the line's bytes can't be read: \(error)") }
                }
                try? await Task.sleep(for: wait(after: failures), tolerance: interval / 20)
            }
        }
    }

    private func say(_ text: String) {
        onEvent(EventRecord(time: SystemClock.now().timestamp, kind: .counter, text: text))
    }

    /// How long to wait: the interval, doubled by each failure after the first.
    private func wait(after failures: Int) -> Duration {
        min(interval * (1 << min(max(failures - 1, 0), 16)), max(interval, Self.longestWait))
    }
}
