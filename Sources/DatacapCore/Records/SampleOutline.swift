/// What the raw rows of a span amount to, without the rows: they may be more than memory should hold.
package struct SampleOutline: Hashable, Sendable {
    /// A run of rows without its rows.
    package struct Run: Hashable, Sendable {
        /// The first row's number.
        package var first: Int64
        /// How many rows there are.
        package var count: Int
        /// The hash of the row before the first.
        package var before: [UInt8]
        /// The last row's hash.
        package var head: [UInt8]

        /// The number that the next row must have to be of the run.
        package var next: Int64 { first + Int64(count) }
    }

    /// The runs that have rows, in the order of their coming.
    package private(set) var runs: [Run] = []
    /// How many of all rows say something of the line.
    package private(set) var counts = SampleCounts()

    /// Makes the outline of no rows.
    package init() {}

    /// Makes the outline of runs.
    package init(_ runs: [SampleRun]) {
        for run in runs {
            for row in run.rows { take(row, before: { run.before }) }
        }
    }

    /// Takes the row that comes next.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - before: Gives the hash that it follows, which is asked for where a run begins only.
    /// - Throws: What `before` throws.
    package mutating func take<Failure>(_ row: ChainedSample, before: () throws(Failure) -> [UInt8]) throws(Failure) {
        counts.add(row.sample.flaws)
        if let last = runs.last, last.next == row.number {
            runs[runs.count - 1].count += 1
            runs[runs.count - 1].head = row.hash
        } else {
            runs.append(Run(first: row.number, count: 1, before: try before(), head: row.hash))
        }
    }
}
