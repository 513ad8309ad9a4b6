/// A sample as it is stored: with the hash that covers it and, by the hash before, every row before it.
package struct ChainedSample: Hashable, Sendable {
    /// Where it stands in the chain: 1 for the first row ever, and one more for each, in the order of their coming.
    package var number: Int64
    /// The sample, its durations in whole microseconds.
    package var sample: SampleRecord
    /// SHA-256 of the 32 bytes of the row's before, followed by the UTF-8 of ``SampleRecord/chainText``: 32 bytes.
    package var hash: [UInt8]

    /// Makes a row.
    package init(number: Int64, sample: SampleRecord, hash: [UInt8]) {
        self.number = number
        self.sample = sample
        self.hash = hash
    }
}

/// Rows of the chain without a gap between them.
package struct SampleRun: Hashable, Sendable {
    /// What stands before the very first row: 32 zero bytes.
    package static let genesis = [UInt8](repeating: 0, count: 32)

    /// The hash of the row before the first.
    package var before: [UInt8]
    /// The rows, in the order of their coming; times may repeat or go back where a clock was set.
    package var rows: [ChainedSample]

    /// Makes a run.
    package init(before: [UInt8], rows: [ChainedSample]) {
        self.before = before
        self.rows = rows
    }

    /// The hash of the last row.
    package var head: [UInt8] { rows.last?.hash ?? before }
}
