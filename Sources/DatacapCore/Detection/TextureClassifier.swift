/// Tells a policer from a shaper by the texture of the speed at the low level.
///
/// A shaper queues, so the speed is flat and only what lies below the ceiling anyway shows under it. A policer drops,
/// so TCP saw-tooths about the limit: up and down from one sample to the next, and below the limit much oftener than
/// the line was before. On 37 policed and 16 shaped transfers through a carrier's router (Flach et al., SIGCOMM 2016,
/// traces of `policing-detection`) the share of samples near their median has medians 0.19 and 0.95 at 0.25 s,
/// 0.50 and 0.75 at 1 s. A line that just got slower keeps its own texture.
struct TextureClassifier: Sendable {
    private static let leastSteps = 16
    /// Mean step between neighbours over mean distance from the median: √2 for independent samples, more for a
    /// saw-tooth, less for a signal that drifts.
    private static let sawtooth = 1.1
    private static let moreDips = 0.08
    private static let otherShare = 0.15

    private(set) var isPolicing = false

    /// Judges the samples in `sorter`, which must be in their order in time.
    init(_ sorter: inout OrderStatistics, reference: ReferenceLevel) {
        guard sorter.count >= Self.leastSteps else { return }
        var differences = 0.0
        for index in sorter.values.indices.dropFirst() {
            differences += abs(sorter.values[index] - sorter.values[index - 1])
        }
        let median = sorter.median()
        guard median > 0 else { return }
        var deviations = 0.0
        for value in sorter.values { deviations += abs(value - median) }
        let roughness = deviations > 0 ? differences / deviations : 0
        let near = sorter.share(within: 0.08, of: median)
        let ceiling = sorter.quantile(0.75)
        var dips = 0
        for value in sorter.values where value < 0.92 * ceiling { dips += 1 }
        let moreDips = Double(dips) / Double(sorter.count) - reference.share(below: 0.92 * ceiling)
        let isOwn = abs(near - reference.flatness) < Self.otherShare && abs(roughness - reference.roughness) < 0.35
        isPolicing = moreDips > Self.moreDips && roughness > Self.sawtooth && !isOwn
    }
}
