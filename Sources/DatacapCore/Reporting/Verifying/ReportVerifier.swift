/// Checks the rows of a report, as a CSV or an HTML file, against their hashes.
package struct ReportVerifier: Sendable {
    private let lines: ReportLines
    private let witness: [UInt8]?
    private var found = ReportVerification()
    /// Where the counts are told, and how.
    private var told: (line: Int, counts: String)?
    private var hasHeader = false
    private var run: ReportRunLine?
    /// The hash of the row before the next.
    private var before: [UInt8] = []
    /// The number of the next row.
    private var next: Int64 = 0
    /// How many rows of the run are yet to come.
    private var left = 0

    /// Checks a file.
    ///
    /// - Parameters:
    ///   - file: All of the file.
    ///   - witness: A hash in hexadecimal that somebody else got earlier; `nil` for none.
    ///   - sha256: Gives the 32 bytes of the SHA-256 of some bytes.
    /// - Returns: What the rows say, if all of them fit.
    /// - Throws: ``ReportFault``: the first thing that doesn't fit.
    package static func check(
        _ file: [UInt8],
        witness: String? = nil,
        sha256: ([UInt8]) -> [UInt8]
    ) throws(ReportFault) -> ReportVerification {
        let hash = witness.flatMap { HexText.bytes(Array($0.utf8)[...]) }
        if let witness, hash?.count != 32 { throw .noWitness(hash: witness.cleaned(limit: 80)) }
        var verifier = ReportVerifier(lines: try ReportLines(file), witness: hash)
        for index in verifier.lines.lines.indices { try verifier.check(index, sha256) }
        try verifier.end()
        return verifier.found
    }

    private init(lines: ReportLines, witness: [UInt8]?) {
        self.lines = lines
        self.witness = witness
    }

    private func number(_ index: Int) -> Int { lines.first + index }

    private mutating func check(_ index: Int, _ sha256: ([UInt8]) -> [UInt8]) throws(ReportFault) {
        let line = lines.line(index)
        if ReportRunLine.begins(line) {
            try begin(line, index)
        } else if line.first == UInt8(ascii: "#"), left == 0 {
            let start = "# \(ReportRowsText.countsKey): "
            if told == nil, line.starts(with: start.utf8) {
                told = (number(index), String(decoding: line.dropFirst(start.utf8.count), as: UTF8.self))
            }
        } else if line.elementsEqual(ReportRow.header.utf8), !hasHeader {
            hasHeader = true
        } else if !line.isEmpty {
            try take(line, index, sha256)
        }
    }

    /// Begins a run, which the one before must let it do.
    private mutating func begin(_ line: ArraySlice<UInt8>, _ index: Int) throws(ReportFault) {
        guard let run = ReportRunLine(line), run.count > 0 else { throw .unreadable(line: number(index)) }
        try endRun(number(index))
        if let last = found.numbers?.upperBound {
            guard run.first > last else { throw .reordered(line: number(index), row: run.first) }
            guard run.first > last + 1 || run.before == before else {
                throw .altered(line: number(index), row: run.first)
            }
        }
        self.run = run
        (before, next, left) = (run.before, run.first, run.count)
        found.runs += 1
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>,
        _ index: Int,
        _ sha256: ([UInt8]) -> [UInt8]
    ) throws(ReportFault) {
        guard hasHeader, run != nil, let row = ReportRow.read(line) else { throw .unreadable(line: number(index)) }
        guard left > 0, row.number >= next else { throw .reordered(line: number(index), row: row.number) }
        guard row.number == next else { throw gap(before: row, index) }
        guard sha256(before + Array(row.sample.chainText.utf8)) == row.hash else {
            throw follows(row, index, sha256)
                ? .reordered(line: number(index), row: row.number) : .altered(line: number(index), row: row.number)
        }
        found.take(row)
        if row.hash == witness { found.witnessed = row.number }
        before = row.hash
        next += 1
        left -= 1
    }

    /// What is wrong where a row has a higher number than the next should have.
    private func gap(before row: ChainedSample, _ index: Int) -> ReportFault {
        let comesLater = lines.lines.indices.dropFirst(index + 1).prefix(left).contains { later in
            ReportRow.read(lines.line(later))?.number == next
        }
        return comesLater
            ? .reordered(line: number(index), row: row.number)
            : .missing(line: number(index), rows: next...(row.number - 1))
    }

    /// Whether a row belongs behind one that comes later in the run.
    private func follows(_ row: ChainedSample, _ index: Int, _ sha256: ([UInt8]) -> [UInt8]) -> Bool {
        lines.lines.indices.dropFirst(index + 1).prefix(left).contains { later in
            ReportRow.read(lines.line(later)).map { sha256($0.hash + Array(row.sample.chainText.utf8)) == row.hash }
                ?? false
        }
    }

    /// Ends a run, which must have all its rows.
    private func endRun(_ line: Int) throws(ReportFault) {
        guard let run else { return }
        guard left == 0 else { throw .missing(line: line, rows: next...(next + Int64(left) - 1)) }
        guard before == run.head else { throw .otherHead(line: line, row: next - 1) }
    }

    private mutating func end() throws(ReportFault) {
        try endRun(number(lines.lines.count))
        guard let told, hasHeader else { throw .noReport(reason: "it doesn't say how many raw rows it has") }
        let counts = ReportRowsText.counts(found.counts, runs: found.runs)
        guard told.counts == counts else {
            throw .otherCounts(line: told.line, told: told.counts.readable, found: counts)
        }
        if let witness, found.witnessed == nil { throw .noWitness(hash: HexText.text(witness)) }
    }
}
