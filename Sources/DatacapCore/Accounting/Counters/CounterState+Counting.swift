extension CounterState {
    /// Counts what lies between two looks that both found the counter.
    func take(
        _ count: CounterReading.Count,
        of reading: CounterReading,
        after old: Counted,
        into step: inout CounterStep
    ) {
        let isReboot = reading.boot != old.look.boot
        let isMadeAnew = reading.keeper == .kernel && (isReboot || count.generation != old.count.generation)
        // What is there anew wasn't there at the latest look.
        let gap = CounterGap(from: isMadeAnew ? latest?.look ?? old.look : old.look, to: reading)
        let (down, up): (CounterGain, CounterGain)
        if isMadeAnew {
            (down, up) = (.init(restarted: count.received, in: gap), .init(restarted: count.sent, in: gap))
            let what = isReboot ? "this machine was started again" : "\(reading.source) was made anew"
            step.say(at: reading, "\(what): its bytes are counted from zero")
        } else {
            // A reset takes both directions to zero; that both wrap between two looks is rare.
            let isReset = count.received < old.count.received && count.sent < old.count.sent
            let mayWrap = isNarrow(count) && !isReset
            func gain(_ old: UInt64, _ new: UInt64) -> CounterGain {
                CounterGain(from: old, to: new, mayWrap: mayWrap, keeper: reading.keeper, in: gap)
            }
            (down, up) = (gain(old.count.received, count.received), gain(old.count.sent, count.sent))
            if down.isRestart || up.isRestart { step.say(at: reading, "\(reading.source) counts from zero again") }
        }
        if down == .nonsense || up == .nonsense {
            step.say(at: reading, "\(reading.source) shows what can't be since the latest look: that isn't counted")
        }
        let mayHaveWrappedTwice = isNarrow(count) && gap.allows(1 << 32)
        let isDoubtful = down.isDoubtful(in: gap) || up.isDoubtful(in: gap)
        step.slots = UsageSlot.spread(
            Traffic(down: ByteCount(clamping: down.bytes), up: ByteCount(clamping: up.bytes)),
            over: gap.duration,
            until: reading.time,
            isUncertain: gap.isUncertain || mayHaveWrappedTwice || isDoubtful
        )
    }

    private func isNarrow(_ count: CounterReading.Count) -> Bool {
        switch count.width {
        case .bits32: true
        case .bits64: false
        case .unsaid: !isWide
        }
    }
}

extension CounterGain {
    /// Whether it began at zero.
    fileprivate var isRestart: Bool { if case .restart = self { true } else { false } }

    /// Whether it wrapped only if the line was rather busy: it may as well have been reset twice in short time.
    fileprivate func isDoubtful(in gap: CounterGap) -> Bool {
        guard case .wrap(let bytes) = self else { return false }
        return !gap.allows(2 * bytes)
    }
}

extension ByteCount {
    /// Takes as many bytes as fit.
    init(clamping bytes: UInt64) { self.init(Int64(clamping: bytes)) }
}
