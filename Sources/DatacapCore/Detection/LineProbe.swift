/// A second witness: a short download beside the test while the line is under suspicion.
///
/// It goes elsewhere where there is an elsewhere, and takes twice the connections in any case. What counts is what the
/// whole line carried meanwhile. A held line carries no more for it. One on which only the test's way is slow does;
/// and one that others crowd gives more to whom has more connections, as each gets its share.
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
    static let connections = 2
    /// A line carries so much more for it by chance or by filling a policer better, not more.
    ///
    /// With twice as many connections beside the test's own, one that others hold below 72 % carries 1.23 times as
    /// much to them together.
    static let rise = 1.15

    /// The target that was asked, by its index.
    package var target: Int
    /// The IP family that was used.
    package var ipVersion: FetchOrder.IPVersion
    /// What the whole line carried while it ran; `nil` if the probe brought nothing.
    package var rate: BitRate?
    /// What it says.
    package var finding = Finding.failed

    /// Makes a probe that was run; what it says is for the detector to find.
    package init(target: Int, ipVersion: FetchOrder.IPVersion, rate: BitRate?) {
        self.target = target
        self.ipVersion = ipVersion
        self.rate = rate
    }

    /// The probe with what it says of a line that has dropped.
    func judged(beside drop: LevelDrop) -> LineProbe {
        var judged = self
        judged.finding =
            switch rate?.megabitsPerSecond {
            case nil: .failed
            case let rate? where rate <= Self.rise * drop.after_mbps: .agrees
            case let rate? where rate > LevelTrack.recovered * drop.before_mbps: .contradicts
            case _?: .shared
            }
        return judged
    }
}

extension [LineProbe] {
    /// Whether one of them says that the line as a whole is well.
    package var contradict: Bool { contains { $0.finding == .contradicts } }
    /// Whether one of them says that the line is shared with others.
    package var tellOfOthers: Bool { contains { $0.finding == .shared } }
}
