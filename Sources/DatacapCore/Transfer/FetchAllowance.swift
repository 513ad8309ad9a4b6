/// What a running downloader is told when it may take more, or less, than its order says: one JSON line on its
/// standard input.
package struct FetchAllowance: Hashable, Sendable {
    /// How much payload the run may take before it ends by itself, counted from its start.
    package var maximumBytes: Int64

    /// Makes an allowance.
    package init(maximumBytes: Int64) { self.maximumBytes = maximumBytes }

    /// The allowance as one line of JSON, without the line's end.
    package var line: [UInt8] { JSONWriter.object { $0.member("maximum_bytes", maximumBytes) } }

    /// Reads an allowance from its line.
    ///
    /// - Throws: ``WireError`` for what is not one.
    package init(line: some Sequence<UInt8>) throws(WireError) {
        let amount = try WireObject(line).int("maximum_bytes")
        guard amount >= 0 else { throw .field("maximum_bytes", "0 or more") }
        maximumBytes = amount
    }
}
