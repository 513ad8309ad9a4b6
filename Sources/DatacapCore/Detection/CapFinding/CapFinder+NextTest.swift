extension CapFinder {
    /// How far the usage may grow between two tests, as a share of it, so that a cap lies within 1 % wherever it is.
    private static let growth = 0.01
    /// How finely the interval of a cap that is known from an earlier cycle, or from the plan, is divided.
    private static let parts = 8.0
    private static let margin = 0.02

    /// The usage of the cycle at which the next test would sharpen what is known of a cap.
    ///
    /// A test for each 1 % that the usage grows holds the error of a cap that nobody knows yet to 0.5 %: that is 70
    /// tests for a cycle's usage to double. Where a cap is known or suspected, tests are wanted only around it, an
    /// eighth of its interval apart.
    ///
    /// - Parameters:
    ///   - usage: What the cycle has used.
    ///   - finding: What is known; see ``finding(cap:)``.
    ///   - cap: The cap of the plan, if it is known.
    /// - Returns: `nil` when the cycle is past all that is known: the scheduler's own interval will do.
    package static func usageForNextTest(after usage: ByteCount, finding: CapFinding, cap: ByteCount?) -> ByteCount? {
        var wanted: [(low: Double, high: Double)] = (finding.cap?.stages ?? []).map { stage in
            (Double(stage.low.bytes) * (1 - margin), Double(stage.high.bytes) * (1 + margin))
        }
        if wanted.isEmpty, let cap, cap > .zero {
            wanted = [(Double(cap.bytes) * (1 - 2 * margin), Double(cap.bytes) * (1 + 2 * margin))]
        }
        let bytes = Double(usage.bytes)
        guard !wanted.isEmpty else { return ByteCount(Int64(bytes * (1 + growth))) }
        let next = wanted.compactMap { range -> Double? in
            guard bytes < range.high else { return nil }
            return bytes < range.low ? range.low : bytes + min((range.high - range.low) / parts, growth * bytes)
        }
        return next.min().map { ByteCount(Int64($0)) }
    }
}
