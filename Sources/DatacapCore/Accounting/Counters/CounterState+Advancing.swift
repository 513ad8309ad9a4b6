extension CounterState {
    /// The time without a look after which bytes are uncertain, if they may belong to more than one slot.
    static let longestPause = Duration.seconds(90)
    /// A wall clock that goes wrong by this much between two looks has jumped.
    static let clockJump = Duration.seconds(10)

    /// Takes a reading in.
    ///
    /// - Returns: What it adds to the ledger.
    package mutating func advance(_ reading: CounterReading) -> CounterStep {
        var step = CounterStep()
        guard let latest else {
            begin(reading)
            return step
        }
        guard isNewer(reading, than: latest.look) else { return step }
        if let jump = jump(to: reading, from: latest.look) { step.events.append(jump) }
        if reading.boot != latest.look.boot { remember(latest.look.boot) }
        guard reading.source == latest.source else {
            step.say(at: reading, "usage is counted at \(reading.source) from now on, not at \(latest.source)")
            begin(reading)
            return step
        }
        guard let count = reading.count else {
            if latest.isPresent { step.say(at: reading, "\(reading.source) has gone") }
            self.latest?.look = Look(reading)
            return step
        }
        if max(count.received, count.sent) > UInt32.max { isWide = true }
        if let counted = latest.counted {
            if !latest.isPresent { step.say(at: reading, "\(reading.source) is back") }
            take(count, of: reading, after: counted, into: &step)
        } else {
            step.say(at: reading, "\(reading.source) is there")
        }
        let look = Look(reading)
        self.latest = Latest(source: reading.source, look: look, counted: Counted(look: look, count: count))
        return step
    }

    /// Begins to count at a reading, which itself counts nothing.
    private mutating func begin(_ reading: CounterReading) {
        let look = Look(reading)
        latest = Latest(
            source: reading.source,
            look: look,
            counted: reading.count.map { Counted(look: look, count: $0) }
        )
        isWide = reading.count.map { max($0.received, $0.sent) > UInt32.max } ?? false
    }

    private func isNewer(_ reading: CounterReading, than look: Look) -> Bool {
        reading.boot == look.boot ? reading.uptime > look.uptime : !formerBoots.contains(reading.boot)
    }

    private mutating func remember(_ boot: String) {
        formerBoots.append(boot)
        formerBoots.removeFirst(max(0, formerBoots.count - Self.rememberedBoots))
    }

    private func jump(to reading: CounterReading, from look: Look) -> EventRecord? {
        guard let ahead = Self.jump(to: reading, from: look) else { return nil }
        let seconds = ahead.magnitude.seconds.rounded().plain
        let text = "the clock was set \(ahead > .zero ? "forward" : "back") by \(seconds) s"
        return EventRecord(time: reading.time, kind: .clock, text: text)
    }

    /// By how much the wall clock was set; `nil` if it wasn't, or there is no telling.
    static func jump(to reading: CounterReading, from look: Look) -> Duration? {
        guard reading.boot == look.boot else { return nil }
        let passed = Duration.milliseconds(reading.time.milliseconds - look.time.milliseconds)
        let ahead = passed - (reading.uptime - look.uptime)
        return ahead.magnitude >= clockJump ? ahead : nil
    }
}

extension CounterState.Look {
    init(_ reading: CounterReading) { self.init(time: reading.time, uptime: reading.uptime, boot: reading.boot) }
}

extension Duration {
    /// The duration without its sign.
    var magnitude: Duration { self < .zero ? .zero - self : self }
}

extension CounterStep {
    mutating func say(at reading: CounterReading, _ text: String) {
        events.append(EventRecord(time: reading.time, kind: .counter, text: text))
    }
}
