package import DatacapCore

/// The chain of hashes through the raw samples: no row can be altered, left out or moved without all after it telling.
package enum RowChain {
    /// The hash of a row that follows a row of that hash.
    package static func hash(of sample: SampleRecord, after before: [UInt8]) -> [UInt8] {
        SHA256.hash(before + Array(sample.chainText.utf8))
    }

    /// Finds the first row whose hash doesn't cover it and the row before.
    ///
    /// - Returns: Its index among the rows; `nil` if the whole run holds.
    package static func firstFault(in run: SampleRun) -> Int? {
        var before = run.before
        for (index, row) in run.rows.enumerated() {
            guard row.hash == hash(of: row.sample, after: before) else { return index }
            before = row.hash
        }
        return nil
    }
}
