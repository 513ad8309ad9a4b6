/// What the rules judge: the station's figures at one time.
package struct AlertSignals: Hashable, Sendable {
    /// What a test that should run brings.
    package enum Flow: String, CaseIterable, Hashable, Sendable {
        /// No test should run: it is paused, stopped or stopping.
        case unwanted
        /// Data comes, or came a moment ago.
        case flowing
        /// Nothing comes although it should.
        case starved
    }

    /// What the detector says of the provider.
    package enum Throttle: Hashable, Sendable {
        /// Nothing: no data flows, or too little of the line was seen.
        case untold
        /// The line isn't held down.
        case absent
        /// It is, and the detector is so sure (0–1).
        case present(confidence: Double)
    }

    /// What a cap's used share belongs to; it is another one when the totals were reset or the cap was changed.
    package struct Period: Hashable, Sendable {
        /// When it began; zero for since ever.
        package var start: Timestamp
        /// The cap.
        package var limit: ByteCount

        /// Makes a period.
        package init(start: Timestamp, limit: ByteCount) {
            self.start = start
            self.limit = limit
        }
    }

    /// What the test brings.
    package var flow = Flow.unwanted
    /// What the detector says of the provider.
    package var throttle = Throttle.untold
    /// What the detector says in one sentence.
    package var verdict = ""
    /// The latest figure; `nil` while no data flows.
    package var speed: BitRate?
    /// What the line usually gives; `nil` until it is known.
    package var baseline: BitRate?
    /// The cap and its period; `nil` without a cap.
    package var period: Period?
    /// What was used of the cap in the period.
    package var used = ByteCount.zero
    /// What will have been used at the period's end; `nil` while nobody forecasts it.
    package var forecast: ByteCount?
    /// How often the downloader was started again since the daemon started.
    package var restarts: Int64 = 0
    /// This machine's name; empty while it isn't known.
    package var host = ""
    /// The dashboard's address.
    package var dashboardURL = ""

    /// Makes the signals of a station that does nothing.
    package init() {}

    /// The used share of the cap, 1 for all of it; `nil` without a cap.
    package var usedShare: Double? {
        guard let period, period.limit > .zero else { return nil }
        return Double(used.bytes) / Double(period.limit.bytes)
    }
}

/// Whether a condition holds.
package enum AlertReading: Hashable, Sendable {
    /// It does.
    case holds
    /// It doesn't.
    case fails
    /// It can't be told.
    case unknown

    init(_ isTrue: Bool) { self = isTrue ? .holds : .fails }
}

extension AlertCondition {
    /// Whether the condition holds, as far as the station's figures tell.
    ///
    /// - Parameters:
    ///   - signals: The figures.
    ///   - crashes: Tells how often the downloader was started again within a time before now.
    ///   - isDeliveryFailing: Whether the latest attempt to reach some receiver failed.
    /// - Returns: Whether it holds.
    func reading(
        _ signals: AlertSignals,
        crashes: (_ within: Duration) -> Int,
        isDeliveryFailing: Bool
    ) -> AlertReading {
        switch self {
        case .throttle(let minimum):
            switch signals.throttle {
            case .untold: .unknown
            case .absent: .fails
            case .present(let confidence): AlertReading(confidence >= minimum)
            }
        case .cap(let percent): signals.usedShare.map { AlertReading($0 * 100 >= percent) } ?? .fails
        case .capForecast:
            if let period = signals.period {
                signals.forecast.map { AlertReading($0 > period.limit) } ?? .unknown
            } else {
                .fails
            }
        case .speedBelow(let limit):
            if signals.flow == .flowing, let speed = signals.speed { AlertReading(speed < limit) } else { .unknown }
        case .noSample:
            switch signals.flow {
            case .unwanted: .unknown
            case .flowing: .fails
            case .starved: .holds
            }
        case .crashLoop(let restarts, let within):
            AlertReading(crashes(within) >= restarts)
        case .notificationFailing: AlertReading(isDeliveryFailing)
        }
    }
}
