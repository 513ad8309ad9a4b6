/// What a counter of the whole line showed at one look.
package struct CounterReading: Hashable, Sendable {
    /// Who keeps the counter, which decides what a lower figure than before means.
    package enum Keeper: String, CaseIterable, Sendable {
        /// This machine's kernel: zero when the machine starts, when the interface is made, and when its driver is
        /// loaded again.
        case kernel
        /// A router: zero when it starts; this machine's restarts don't concern it.
        case router
        /// A database of totals: it outlives restarts, and a lower figure means that an older copy was put back.
        case database
    }

    /// How far a counter goes before it begins again at zero.
    package enum Width: String, CaseIterable, Sendable {
        /// It wraps at 2^32: 4.29 GB.
        case bits32
        /// It doesn't wrap in anybody's lifetime.
        case bits64
        /// 32 bits, unless a figure shows that it is more.
        case unsaid
    }

    /// The figures of a counter that is there.
    package struct Count: Hashable, Sendable {
        /// Bytes received.
        package var received: UInt64
        /// Bytes sent.
        package var sent: UInt64
        /// How far it goes.
        package var width: Width
        /// A number that another interface of the same name would not have, such as the kernel's index of it.
        package var generation: Int64?

        /// Makes figures.
        package init(received: UInt64, sent: UInt64, width: Width = .bits64, generation: Int64? = nil) {
            self.received = received
            self.sent = sent
            self.width = width
            self.generation = generation
        }
    }

    /// Which counter it is, such as `interface eth0`; what different names count is never put together.
    package var source: String
    /// Who keeps it.
    package var keeper: Keeper
    /// The look's time by the wall clock, which may jump.
    package var time: Timestamp
    /// This machine's time since it started at the look, time asleep included (`CLOCK_BOOTTIME`), in whole milliseconds.
    package let uptime: Duration
    /// Which start of this machine `uptime` counts from: `/proc/sys/kernel/random/boot_id`.
    package var boot: String
    /// The figures; `nil` while there is no such interface.
    package var count: Count?
    /// The most that the line can carry in one direction, as far as anybody says it.
    package var linkSpeed: BitRate?

    /// Makes a reading.
    package init(
        source: String,
        keeper: Keeper,
        time: Timestamp,
        uptime: Duration,
        boot: String,
        count: Count?,
        linkSpeed: BitRate? = nil
    ) {
        self.source = source
        self.keeper = keeper
        self.time = time
        self.uptime = .milliseconds(uptime.milliseconds)
        self.boot = boot
        self.count = count
        self.linkSpeed = linkSpeed
    }
}

/// What a look at a counter adds to the line's ledger.
package struct CounterStep: Hashable, Sendable {
    /// What to add to the slots, none of it negative; at most one for each slot, in order, none without bytes.
    package var slots: [UsageSlot] = []
    /// What happened to the counter.
    package var events: [EventRecord] = []

    /// Makes a step that adds nothing.
    package init() {}

    /// Whether there is nothing to remember: the state before the look does as well.
    package var isEmpty: Bool { slots.isEmpty && events.isEmpty }

    /// What all slots get together.
    package var traffic: Traffic { slots.reduce(.zero) { $0 + $1.traffic } }
}
