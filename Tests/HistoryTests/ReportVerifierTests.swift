import DatacapCore
import History
import TestSupport
import Testing

/// What is done to the rows of a report after the fact is found, with the product's own SHA-256.
@Suite struct ReportVerifierTests {
    private static let forms = [ReportFormat.csv, .html]

    private func report(_ format: ReportFormat, rows: Int = 40) -> [UInt8] {
        var sample = SampleReport(sha256: SHA256.hash)
        return sample.material(rows: rows).report(as: format)
    }

    private func check(_ file: [UInt8], witness: String? = nil) -> Result<ReportVerification, ReportFault> {
        do throws(ReportFault) {
            return .success(try ReportVerifier.check(file, witness: witness, sha256: SHA256.hash))
        } catch {
            return .failure(error)
        }
    }

    /// The places of the lines that begin with a row's number, their ends not included.
    private func rows(of file: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in file.enumerated() where byte == UInt8(ascii: "\n") {
            if file[start..<index].starts(with: Array("12".utf8)) { lines.append(start..<index) }
            start = index + 1
        }
        return lines
    }

    @Test(arguments: forms) func `untouched rows fit`(format: ReportFormat) throws {
        let found = try check(report(format)).get()
        #expect(found.rows == 40)
        #expect(found.runs == 1)
        #expect(found.numbers == 1_201...1_240)
        #expect(found.counts.all == 40)
        #expect(found.lines.contains { $0.hasPrefix("40 rows fit their hashes: 1201 to 1240") })
    }

    @Test(arguments: forms) func `any changed byte of any row is found`(format: ReportFormat) throws {
        let file = report(format, rows: 12)
        let lines = rows(of: file)
        try #require(lines.count == 12)
        var random = SplitMix64(seed: 11)
        for (row, line) in lines.enumerated() {
            for place in line.lowerBound...line.upperBound {
                var changed = file
                changed[place] = file[place] ^ UInt8(1 + random.next() % 255)
                guard case .failure(let fault) = check(changed) else {
                    Issue.record("byte \(place) of row \(row) as \(changed[place]) passes")
                    continue
                }
                if place < line.upperBound, case .noReport = fault { Issue.record("row \(row): \(fault)") }
            }
        }
    }

    @Test(arguments: forms) func `any missing row is found`(format: ReportFormat) throws {
        let file = report(format)
        for (index, line) in rows(of: file).enumerated() {
            var changed = file
            changed.removeSubrange(line.lowerBound...line.upperBound)
            let number = Int64(1_201 + index)
            guard case .failure(.missing(_, let numbers)) = check(changed) else {
                Issue.record("row \(number) isn't missed")
                continue
            }
            #expect(numbers == number...number)
        }
    }

    @Test(arguments: forms) func `any two rows changed for each other are found`(format: ReportFormat) throws {
        let file = report(format)
        let lines = rows(of: file)
        var random = SplitMix64(seed: 12)
        for first in lines.indices.dropLast() {
            let second = first + 1 + Int(random.next() % UInt64(lines.count - 1 - first))
            var changed = Array(file[..<lines[first].lowerBound])
            changed += file[lines[second]]
            changed += file[lines[first].upperBound..<lines[second].lowerBound]
            changed += file[lines[first]]
            changed += file[lines[second].upperBound...]
            guard case .failure(.reordered(_, let row)) = check(changed) else {
                Issue.record("rows \(first) and \(second) pass")
                continue
            }
            #expect(row == Int64(1_201 + second))
        }
    }

    @Test func `a figure whose row is written anew is altered`() throws {
        var sample = SampleReport(sha256: SHA256.hash)
        var material = sample.material(rows: 9)
        material.runs[0].rows[4].sample.amount += ByteCount(1)
        #expect(check(material.report(as: .csv)) == .failure(.altered(line: line(4, of: material), row: 1_205)))
    }

    @Test func `rows that are renumbered after a removal are found`() throws {
        var sample = SampleReport(sha256: SHA256.hash)
        var material = sample.material(rows: 9)
        material.runs[0].rows.remove(at: 4)
        for index in 4..<8 { material.runs[0].rows[index].number -= 1 }
        #expect(check(material.report(as: .csv)) == .failure(.altered(line: line(4, of: material), row: 1_205)))
    }

    @Test func `counts and heads that were changed are found`() throws {
        let text = String(decoding: report(.csv), as: UTF8.self)
        for (old, new) in [
            ("# rows: 40 in", "# rows: 41 in"), (" rows=40 ", " rows=39 "), (" first_row=", " first_row=1"),
        ] {
            let changed = text.replacing(old, with: new, maxReplacements: 1)
            #expect(changed != text)
            guard case .failure = check(Array(changed.utf8)) else {
                Issue.record("\(new) passes")
                continue
            }
        }
    }

    @Test func `runs with rows gone between them are told apart`() throws {
        var sample = SampleReport(sha256: SHA256.hash)
        var material = sample.material(rows: 30)
        let run = try #require(material.runs.first)
        material.runs = [
            SampleRun(before: run.before, rows: Array(run.rows[..<10])),
            SampleRun(before: run.rows[19].hash, rows: Array(run.rows[20...])),
        ]
        let found = try check(material.report(as: .html)).get()
        #expect(found.runs == 2)
        #expect(found.rows == 20)
        material.runs.swapAt(0, 1)
        #expect(throws: ReportFault.self) { try check(material.report(as: .csv)).get() }
    }

    @Test func `a witness's hash is found at its row, and another isn't`() throws {
        var sample = SampleReport(sha256: SHA256.hash)
        let material = sample.material(rows: 20)
        let file = material.report(as: .csv)
        let hash = material.runs[0].rows[7].hash.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }
            .joined()
        #expect(try check(file, witness: hash).get().witnessed == 1_208)
        let other = String(repeating: "0", count: 64)
        #expect(check(file, witness: other) == .failure(.noWitness(hash: other)))
        #expect(throws: ReportFault.self) { try check(file, witness: "12").get() }
    }

    @Test func `other files are no reports`() {
        for text in ["", "row,time\n", "# datacap\n", "<!DOCTYPE html><p>no rows", "# datacap\n\(Int64.max),1,2\n"] {
            #expect(throws: ReportFault.self) { try check(Array(text.utf8)).get() }
        }
    }

    @Test func `random damage never crashes it`() {
        var random = SplitMix64(seed: 13)
        let file = report(.csv, rows: 6)
        for _ in 0..<2_000 {
            var changed = file
            for _ in 0...random.next() % 8 {
                let place = Int(random.next() % UInt64(changed.count))
                switch random.next() % 3 {
                case 0: changed.remove(at: place)
                case 1: changed.insert(UInt8(ascii: "0") + UInt8(random.next() % 10), at: place)
                default: changed[place] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            if case .success(let found) = check(changed) { #expect(found.rows == 6) }
        }
    }

    @Test func `the style sheet is the one that the policy names`() throws {
        let page = String(decoding: report(.html), as: UTF8.self)
        let start = try #require(page.firstRange(of: "<style>")).upperBound
        let end = try #require(page.firstRange(of: "</style>")).lowerBound
        let hash = SHA256.hash(Array(page[start..<end].utf8))
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for group in stride(from: 0, to: 33, by: 3) {
            let bytes = (0..<3).map { group + $0 < 32 ? Int(hash[group + $0]) : 0 }
            let bits = bytes[0] << 16 | bytes[1] << 8 | bytes[2]
            for shift in [18, 12, 6, 0] { text.append(digits[bits >> shift & 63]) }
        }
        #expect(HTMLReport.contentSecurityPolicy.contains("'sha256-\(text.dropLast())='"))
    }

    private func line(_ row: Int, of material: ReportMaterial) -> Int {
        ReportRowsText(material).head.count + 2 + row
    }
}
