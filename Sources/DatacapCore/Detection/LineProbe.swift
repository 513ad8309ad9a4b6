/// A second witness: a short download beside the test while the line is under suspicion.
///
/// It goes elsewhere where there is an elsewhere, and takes twice the connections in any case. What counts is what the
/// whole line carried meanwhile. A held line carries no more for it, but for what others at home gave up. One on which
/// only the test's way is slow does; and one that others crowd gives more to whom has more connections, as each gets
/// its share.
package struct LineProbe: Hashable, Sendable {
    /// What a probe says of the suspicion.
    package enum Finding: String, Hashable, Sendable {
        /// The line carried no more than without it.
        case agrees
        /// The line carried more than without it, as one does that is shared with others.
        case shared
        /// The line carried about what it usually does.
        case contradicts
        /// Nothing came, which tells nothing of the line.
        case failed
    }

    /// How many times the test's connections a probe has.
    private static let connections = 2
    /// A line carries so much more for it by chance or by filling a policer better, not more.
    private static let rise = 1.15

    /// The target that was asked, by its index.
    package var target: Int
    /// The IP family that was used.
    package var ipVersion: FetchOrder.IPVersion
    /// What the whole line carried while it ran; `nil` if the probe brought nothing.
    package var rate: BitRate?
    /// How many times the test's connections the line had meanwhile.
    package var connectionsRatio: Double
    /// What it says.
    package var finding = Finding.failed

    /// Makes a probe that was run; what it says is for the detector to find.
    package init(target: Int, ipVersion: FetchOrder.IPVersion, rate: BitRate?, connectionsRatio: Double = 3) {
        self.target = target
        self.ipVersion = ipVersion
        self.rate = rate
        self.connectionsRatio = connectionsRatio
    }

    /// How many connections a probe has beside a test.
    static func streams(besideTestOf streams: Int) -> Int { min(FetchOrder.mostStreams, connections * streams) }

    /// How many connections a test of the schedule has that is a witness: as many as a running test and its probe.
    static func streams(insteadOfTestOf streams: Int) -> Int {
        min(FetchOrder.mostStreams, (1 + connections) * streams)
    }

    /// The most that a held line carries while it is probed.
    ///
    /// On a line of `before` whose drop to `after` is others' doing, these have `before / after - 1` connections for
    /// each of the test's, and a probe leaves them less. A held line carries as much as before, or a little more where
    /// others at home use what is left of it. The bound is halfway between the two, as ratios go.
    private func heldRate_mbps(after drop: LevelDrop) -> Double {
        let others = drop.before_mbps - drop.after_mbps
        let crowded =
            drop.before_mbps * connectionsRatio * drop.after_mbps / (connectionsRatio * drop.after_mbps + others)
        return max(Self.rise * drop.after_mbps, (drop.after_mbps * crowded).squareRoot())
    }

    /// The probe with what it says of a line that has dropped.
    func judged(beside drop: LevelDrop) -> LineProbe {
        var judged = self
        judged.finding =
            switch rate?.megabitsPerSecond {
            case nil: .failed
            case let rate? where rate <= heldRate_mbps(after: drop): .agrees
            case let rate? where rate > LevelTrack.recovered * drop.before_mbps: .contradicts
            case _?: .shared
            }
        return judged
    }
}

extension [LineProbe] {
    /// Whether one of them says that the line carries no more.
    var agree: Bool { contains { $0.finding == .agrees } }
    /// Whether one of them says that the line as a whole is well.
    package var contradict: Bool { contains { $0.finding == .contradicts } }
    /// Whether one of them says that the line is shared with others.
    package var tellOfOthers: Bool { contains { $0.finding == .shared } }
}
