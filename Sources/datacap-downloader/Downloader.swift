internal import Curl
internal import DatacapCore
internal import Glibc

/// One run: keeps the streams busy, makes samples, and does what signals ask.
struct Downloader: ~Copyable {
    /// What the run is doing.
    private enum Phase {
        /// Data may flow, and samples are made.
        case flowing(SampleGrid)
        /// Nothing happens until the run is resumed or ended.
        case paused
    }

    /// Where one stream stands; its place in the list is its slot in the pool.
    struct Stream {
        /// The URL that it downloads from now.
        var url: Int?
        /// The URL that it used last, whose connection may still be open.
        var previous: Int?
    }

    let order: FetchOrder
    var pool: DownloadPool
    var rotation: TargetRotation
    var streams: [Stream]
    /// Payload bytes of each URL that no sample has told yet.
    var untold: [Int64]
    var machine = MachineWatch()
    private let signals: SignalQueue
    private var changes: StandardInput
    private var hearsChanges = false
    /// How much payload the run may take now.
    private var byteLimit: Int64
    private var output: EventOutput
    private var phase = Phase.paused

    /// Makes a run that hasn't begun.
    ///
    /// - Parameters:
    ///   - order: What to do.
    ///   - form: How the events look.
    ///   - changes: Where changes of the order come from; `nil` for nowhere.
    /// - Throws: ``DownloaderError`` when libcurl or the kernel refuses.
    init(
        order: FetchOrder,
        form: EventOutput.Form,
        changes: consuming StandardInput? = nil
    ) throws(DownloaderError) {
        let signals = try SignalQueue()
        var hearsChanges = false
        do throws(CurlError) {
            let pool = try DownloadPool(slots: order.streams, options: DownloadOptions(order))
            try pool.watch(signals.descriptor, forInput: true)
            // A file can't be watched, but neither can it go away.
            do { try pool.watch(STDOUT_FILENO, forInput: false) } catch .system(_, EPERM) {}
            if changes != nil {
                do {
                    try pool.watch(STDIN_FILENO, forInput: true)
                    hearsChanges = true
                } catch .system(_, EPERM) {}
            }
            self.pool = pool
        } catch { throw .curl(error) }
        self.hearsChanges = hearsChanges
        self.changes = changes ?? StandardInput()
        self.order = order
        byteLimit = order.maximumBytes ?? .max
        output = EventOutput(form: form)
        self.signals = signals
        rotation = TargetRotation(count: order.urls.count, seed: .random(in: .min ... .max))
        streams = Array(repeating: Stream(), count: order.streams)
        untold = Array(repeating: 0, count: order.urls.count)
    }

    /// Payload bytes of the whole run so far.
    var received: Int64 { pool.received }

    /// Carries the order out until the limits are reached or a signal asks for the end.
    ///
    /// - Throws: ``DownloaderError/readerGone`` as soon as nobody reads the events any more.
    mutating func run() throws(DownloaderError) {
        let start = MonotonicClock.now
        let end = order.maximumMilliseconds.map { start + .milliseconds($0) }
        try emit(.started(processID: Int64(getpid()), uptime: start))
        phase = .flowing(grid(from: start))
        while true {
            let wake = try receive(until: end)
            try reportEnds()
            if wake == .descriptorReady, try obey() { break }
            if pool.received >= byteLimit || MonotonicClock.now >= end ?? .forever { break }
            if case .flowing(var grid) = phase, MonotonicClock.now >= grid.next {
                try emit(.sample(sample(&grid)))
                phase = .flowing(grid)
            }
        }
        try stopFlow()
        try emit(.finished(uptime: MonotonicClock.now))
    }

    /// Tells an event.
    mutating func emit(_ event: FetchEvent) throws(DownloaderError) { try output.emit(event) }

    private mutating func receive(until end: Duration?) throws(DownloaderError) -> DownloadPool.Wake {
        var deadline = end ?? .forever
        if case .flowing(let grid) = phase {
            try startIdleStreams()
            deadline = min(deadline, grid.next)
            if streams.contains(where: { $0.url == nil }), let next = rotation.nextReturn(after: MonotonicClock.now) {
                deadline = min(deadline, next)
            }
        }
        do { return try pool.run(until: deadline, byteLimit: byteLimit) } catch { throw .curl(error) }
    }

    /// Takes the changes of the order in that have come.
    private mutating func hearChanges() throws(DownloaderError) {
        guard hearsChanges else { return }
        while let line = try changes.nextLine() {
            do { byteLimit = try FetchAllowance(line: line).maximumBytes } catch { throw .order(error) }
        }
        guard changes.isOver else { return }
        hearsChanges = false
        do { try pool.unwatch(STDIN_FILENO) } catch { throw .curl(error) }
    }

    /// Does what signals and changes of the order since the last call ask for.
    ///
    /// - Returns: Whether that was the end.
    private mutating func obey() throws(DownloaderError) -> Bool {
        guard !StandardOutput.isGone else { throw .readerGone }
        try hearChanges()
        while let command = signals.next() {
            switch (command, phase) {
            case (.pause, .flowing):
                try stopFlow()
                try emit(.paused(uptime: MonotonicClock.now))
            case (.resume, .paused):
                let now = MonotonicClock.now
                // What this machine did meanwhile is nothing that the first sample covers.
                machine = MachineWatch()
                try emit(.resumed(uptime: now))
                phase = .flowing(grid(from: now))
            case (.end, .flowing), (.end, .paused):
                output.isEnding = true
                return true
            case (.pause, .paused), (.resume, .flowing): break
            }
        }
        return false
    }

    /// Ends all transfers, after a last sample of what they brought.
    private mutating func stopFlow() throws(DownloaderError) {
        guard case .flowing(var grid) = phase else { return }
        let last = sample(&grid)
        abandonAll()
        phase = .paused
        try emit(.sample(last))
    }

    private func grid(from start: Duration) -> SampleGrid {
        SampleGrid(start: start, interval: .milliseconds(order.sampleMilliseconds))
    }
}

extension Duration {
    /// Longer than any machine has been running.
    fileprivate static let forever = Duration.nanoseconds(Int64.max)
}
