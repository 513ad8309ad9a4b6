/// Bytes in both directions, as seen from this side of the line.
package struct Traffic: Hashable, Sendable {
    /// No bytes.
    package static let zero = Traffic()

    /// What was received.
    package var down: ByteCount
    /// What was sent.
    package var up: ByteCount

    /// Makes an amount of traffic.
    package init(down: ByteCount = .zero, up: ByteCount = .zero) {
        self.down = down
        self.up = up
    }

    /// Both directions together.
    package var total: ByteCount { down + up }

    /// Adds two amounts.
    package static func + (left: Traffic, right: Traffic) -> Traffic {
        Traffic(down: left.down + right.down, up: left.up + right.up)
    }

    /// Adds an amount to another.
    package static func += (left: inout Traffic, right: Traffic) { left = left + right }
}

/// What a ledger counts.
package enum UsageLedger: String, CaseIterable, Sendable {
    /// What the tests and probes have spent.
    case tests
    /// What the line as a whole has carried, the tests included.
    case line
}

/// What one ledger counted in a quarter of an hour: the finest grain of usage that is kept.
///
/// A quarter of an hour divides the UTC offset of every time zone in use, so that days, cycles and free hours of any
/// zone are whole slots.
package struct UsageSlot: Hashable, Sendable {
    /// How long a slot is.
    package static let length = Duration.seconds(900)

    /// When it begins: a multiple of a quarter of an hour since 1970.
    package var start: Timestamp
    /// What was carried in it.
    package var traffic: Traffic
    /// How much of that may belong to another slot, both directions together: it was carried while nobody looked.
    package var uncertain: ByteCount

    /// Makes a slot.
    package init(start: Timestamp, traffic: Traffic = .zero, uncertain: ByteCount = .zero) {
        self.start = start
        self.traffic = traffic
        self.uncertain = uncertain
    }

    /// The start of the slot that a point in time lies in.
    package static func start(of time: Timestamp) -> Timestamp {
        let length = length.milliseconds
        return Timestamp(milliseconds: time.milliseconds.flooredDivision(by: length) * length)
    }
}

/// One period of the plan: from its start up to, but not including, its end.
package struct BillingCycle: Hashable, Sendable {
    /// When it begins.
    package var start: Timestamp
    /// When the next one begins.
    package var end: Timestamp

    /// Makes a cycle.
    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    /// Whether a point in time lies in it.
    package func contains(_ time: Timestamp) -> Bool { start <= time && time < end }
}
