/// What one direction of a counter tells between two looks.
enum CounterGain: Hashable, Sendable {
    /// It grew by so many bytes.
    case growth(UInt64)
    /// It grew by so many, and wrapped once.
    case wrap(UInt64)
    /// It began at zero meanwhile, and has so many.
    case restart(UInt64)
    /// It shows what can't be: nothing counts.
    case nonsense

    /// What counts.
    var bytes: UInt64 {
        switch self {
        case .growth(let bytes), .wrap(let bytes), .restart(let bytes): bytes
        case .nonsense: 0
        }
    }

    /// Takes a counter that began at zero since the latest look.
    init(restarted figure: UInt64, in gap: CounterGap) { self = gap.allows(figure) ? .restart(figure) : .nonsense }

    /// Compares two figures of the same counter.
    ///
    /// - Parameters:
    ///   - old: The figure of the latest look.
    ///   - new: The figure now.
    ///   - mayWrap: Whether a lower figure may mean that it wrapped at 2^32.
    ///   - keeper: Who keeps it.
    ///   - gap: The time between.
    init(from old: UInt64, to new: UInt64, mayWrap: Bool, keeper: CounterReading.Keeper, in gap: CounterGap) {
        if new >= old {
            self = gap.isBelievable(new - old) ? .growth(new - old) : .nonsense
        } else if keeper == .database {
            self = .nonsense
        } else if mayWrap, old >> 32 == 0, gap.allows((1 << 32) + new - old) {
            self = .wrap((1 << 32) + new - old)
        } else {
            self.init(restarted: new, in: gap)
        }
    }
}
