extension LevelTrack {
    /// How many of the latest steps the texture is read from.
    private static let textureSteps = 120
    /// Loss that a policer causes: at least this share of the segments, and so many times what the line usually has.
    ///
    /// Flach et al. (SIGCOMM 2016) found six times the loss on policed connections.
    private static let policedLoss = 0.02
    private static let moreLoss = 3.0
    /// A queue that grew on the way: so many times the usual round-trip time under load.
    private static let queued = 1.5

    /// Judges the kind of a drop again with what has come since.
    mutating func review(
        _ drop: inout LevelDrop,
        _ history: LineHistory,
        _ texture: inout FineTexture
    ) -> Detection.Kind {
        // What a second witness has ruled out doesn't come back by looking longer at the first.
        guard !drop.isRuledOut else { return drop.kind }
        let start = history.firstIndex(from: drop.since_seconds)
        let settled = min(start + 2, history.count - 1)
        let isPolicing = isPolicing(drop, history, from: settled, &texture)
        let ceiling = ceiling(history, from: settled, most: Self.textureSteps)
        let hasCeiling = ceiling.odds < Self.evidentCeiling
        let throttled = Detection.Kind.throttled(volumes.match(history[start].usage_bytes))
        let shape = OnsetShape(history, reference, onset: start)
        switch drop.kind {
        case .congestion:
            // Only a limit that came at once undoes what the way down has said.
            return hasCeiling && shape.isStep ? throttled : .congestion
        case .undecided:
            if shape.isGradual || isQueued(history, from: settled) && !hasCeiling { return .congestion }
            guard hasCeiling || shape.isStep && !drop.needsWitness else { return .undecided }
            return isPolicing ? .policing : throttled
        case .throttled:
            // The first seconds of a shaped transfer saw-tooth, too.
            if isPolicing, drop.reviews > 1 { return .policing }
            if hasCeiling {
                drop.ceiling = ceiling.ceiling / drop.before_mbps
            } else if shape.isGradual {
                return .congestion
            }
            return drop.kind
        case .policing:
            return !isPolicing && drop.reviews < 3 ? throttled : .policing
        case .localLimit:
            return localLimit(history, from: start).map { .localLimit($0) } ?? .undecided
        case .burstShaping, .targetSlow, .outage:
            return drop.kind
        }
    }

    private mutating func isPolicing(
        _ drop: LevelDrop,
        _ history: LineHistory,
        from start: Int,
        _ texture: inout FineTexture
    ) -> Bool {
        if let loss = mean(history, start..<history.count, \.lossShare), loss >= Self.policedLoss {
            let usual = mean(history, 0..<start, \.lossShare) ?? 0
            // A shaper with a short queue drops, too, but its queue is full: the way has become longer.
            if loss >= Self.moreLoss * usual, !isQueued(history, from: start) { return true }
        }
        if let isPolicing = texture.isPolicing(since: drop.since_seconds) { return isPolicing }
        fillRatios(history, max(start, history.count - Self.textureSteps)..<history.count)
        return TextureClassifier(&sorter, reference: reference).isPolicing
    }

    private func isQueued(_ history: LineHistory, from start: Int) -> Bool {
        guard let now = mean(history, start..<history.count, \.roundTrip_seconds),
            let usual = mean(history, 0..<start, \.roundTrip_seconds)
        else { return false }
        return now > Self.queued * usual
    }

    /// The mean of something over those of the steps that tell it.
    private func mean(_ history: LineHistory, _ range: Range<Int>, _ value: (LineStep) -> Double?) -> Double? {
        var sum = 0.0
        var count = 0
        for index in range {
            guard let told = value(history[index]) else { continue }
            sum += told
            count += 1
        }
        return count > 0 ? sum / Double(count) : nil
    }
}
