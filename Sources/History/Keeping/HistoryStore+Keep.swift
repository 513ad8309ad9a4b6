package import DatacapCore
internal import GRDB

extension HistoryStore {
    /// Keeps what happened, all of it or nothing, and nothing is written if it is nothing.
    ///
    /// Samples go to the end of the chain in their order, whatever their times, and into the rollups of their minute,
    /// hour and day. A transaction writes about six pages of 4 KB however few samples it has: ten seconds' samples at
    /// once cost a tenth of one at a time.
    package func keep(_ records: [HistoryRecord]) throws(HistoryError) {
        guard !records.isEmpty else { return }
        try write { database in
            var samples: [SampleRecord] = []
            for record in records {
                switch record {
                case .sample(let sample): samples.append(sample)
                case .session(let session): try session.store(in: database)
                case .test(let test): try test.store(in: database)
                case .incident(let incident): try incident.store(in: database)
                case .event(let event): try event.store(in: database)
                }
            }
            if !samples.isEmpty { try Self.append(samples, in: database) }
        }
    }

    /// Keeps what somebody noted.
    package func note(_ text: String, at time: Timestamp) throws(HistoryError) {
        try keep([.event(EventRecord(time: time, kind: .note, text: text))])
    }

    private static func append(_ samples: [SampleRecord], in database: Database) throws {
        var chain = try SampleAppender(database)
        var rollups: [Tier: [Int64: Rollup]] = [:]
        for sample in samples {
            try chain.append(sample)
            for tier in Tier.rollups {
                rollups[tier, default: [:]][tier.start_ms(of: sample.time), default: Rollup()].add(sample)
            }
        }
        for (tier, periods) in rollups {
            for (start_ms, rollup) in periods { try rollup.add(to: tier, start_ms: start_ms, in: database) }
        }
    }
}
