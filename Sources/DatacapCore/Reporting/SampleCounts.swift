/// How many samples say something of the line, and why the others don't.
package struct SampleCounts: Hashable, Sendable {
    /// All of them.
    package var all = 0
    /// Those without a flaw.
    package var valid = 0
    /// How many have a flaw, by the flaw's name on the wire; a sample may have several.
    package var flawed: [String: Int] = [:]

    /// Counts nothing.
    package init() {}

    /// Counts samples.
    package init(_ samples: some Sequence<SampleRecord>) {
        for sample in samples { add(sample.flaws) }
    }

    /// Counts one more.
    package mutating func add(_ flaws: Flaws) { add(flaws, count: 1) }

    /// Counts so many more that have the same flaws.
    package mutating func add(_ flaws: Flaws, count: Int) {
        all += count
        if flaws == [] { valid += count }
        for name in flaws.names { flawed[name, default: 0] += count }
    }

    /// The flaws that there are, most frequent first.
    package var byFrequency: [(name: String, count: Int)] {
        flawed.map { (name: $0.key, count: $0.value) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}
