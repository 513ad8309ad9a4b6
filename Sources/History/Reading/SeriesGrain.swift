internal import DatacapCore
internal import GRDB

/// From which tier a series is read, and how long its points are.
struct SeriesGrain: Equatable {
    /// Summing up more rows than this takes longer than half of the 50 ms that a chart may take (`Scripts/bench-history`).
    private static func mostRows(of tier: Tier) -> Int64 { tier == .raw ? 15_000 : 25_000 }

    var tier: Tier
    var width_ms: Int64

    /// Chooses the coarsest tier that gives so many points, and a coarser one where rows would be too many or are gone.
    ///
    /// The minimum, maximum and mean of a point are the same from whatever tier, since points are whole multiples of it.
    /// `isComplete` says whether a tier still has all of the range.
    init(range_ms: Int64, points: Int, isComplete: (Tier) throws -> Bool) rethrows {
        let wanted_ms = max(Tier.raw.length_ms, (range_ms - 1) / Int64(max(1, points)) + 1)
        let fitting = Tier.allCases.last { $0.length_ms <= wanted_ms } ?? .raw
        tier =
            try Tier.allCases.first {
                try $0 == .day
                    || ($0.rawValue >= fitting.rawValue && range_ms / $0.length_ms <= Self.mostRows(of: $0)
                        && isComplete($0))
            } ?? .day
        width_ms = (max(wanted_ms, tier.length_ms) - 1) / tier.length_ms * tier.length_ms + tier.length_ms
    }
}
