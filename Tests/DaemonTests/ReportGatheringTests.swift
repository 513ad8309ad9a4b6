import DatacapCore
import Foundation
import History
import TestSupport
import Testing

@testable import Daemon

/// Reports of a real history, and the check of their files.
@Suite struct ReportGatheringTests {
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "datacap-report-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test(arguments: [ReportFormat.csv, .html]) func `a history's report fits its hashes`(format: ReportFormat) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sample = SampleReport(sha256: SHA256.hash)
        let store = try HistoryStore(path: "\(folder)/history.sqlite")
        let samples = sample.samples(900)
        try store.keep(samples.map { .sample($0) } + [.incident(SampleReport.incident.record)])
        try store.keep([.event(EventRecord(time: SampleReport.began, kind: .note, text: "called support"))])
        try store.add(
            [UsageSlot(start: UsageSlot.start(of: SampleReport.began), traffic: Traffic(down: ByteCount(7)))],
            to: .line
        )
        let incident = try #require(try store.incident(1))
        var material = ReportMaterial(
            .incident(incident),
            zone: .utc,
            line: ReportLine(host: "attic", downloader: "datacap-downloader"),
            method: ReportMethod(Configuration()),
            at: SampleReport.now
        )
        let cycle = BillingCycle(start: SampleReport.start, end: SampleReport.start + .seconds(30 * 86_400))
        try material.gather(from: store, cycle: cycle)
        #expect(material.counts == nil)
        #expect(material.incidents.isEmpty)
        #expect(material.events.map(\.text) == ["called support"])
        #expect(material.usage.line.count == 1)
        #expect(material.runs.map(\.rows.count) == [900])
        #expect(material.speeds.points.reduce(0) { $0 + $1.count + $1.flawed } == 900)
        let path = "\(folder)/\(material.fileName(as: format))"
        try StateFile.replace(path, with: material.report(as: format))
        let head = try #require(try store.chainHead()).hash.map { String(format: "%02x", $0) }.joined()
        let found = try ReportFile(path: path).check(witness: head).get()
        #expect(found.rows == 900)
        #expect(found.head == head)
        #expect(found.witnessed == 900)
        try store.close()
    }

    @Test func `rows that are too many go from the history into the file`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sample = SampleReport(sha256: SHA256.hash)
        let samples = sample.samples(900)
        let store = try HistoryStore(path: "\(folder)/history.sqlite")
        defer { try? store.close() }
        try store.keep(samples.map { .sample($0) } + [.incident(SampleReport.incident.record)])
        var material = ReportMaterial(
            .incident(try #require(try store.incident(1))),
            zone: .utc,
            line: ReportLine(host: "attic", downloader: "datacap-downloader"),
            method: ReportMethod(Configuration()),
            at: SampleReport.now
        )
        var held = material
        try held.gather(from: store, cycle: nil, rows: 900)
        try material.gather(from: store, cycle: nil, rows: 899)
        #expect((held.leftOut, material.leftOut) == (0, 900))
        #expect(material.runs.isEmpty)
        #expect(material.counts == SampleCounts(samples))
        #expect(String(decoding: material.report(as: .html), as: UTF8.self).contains("900 raw rows, too many"))
        var streamed: [UInt8] = []
        try material.streamRows(from: store) { piece in
            streamed += piece
            return true
        }
        #expect(Self.rows(streamed) == Self.rows(held.report(as: .csv)))
        #expect(Self.rows(streamed).count > 900)
        #expect(throws: HistoryError.stopped) { try material.streamRows(from: store) { _ in false } }
        try StateFile.replace("\(folder)/streamed.csv", with: streamed)
        #expect(try ReportFile(path: "\(folder)/streamed.csv").check(witness: nil).get().rows == 900)
    }

    /// The lines from the column names on.
    private static func rows(_ report: [UInt8]) -> [Substring] {
        Array(String(decoding: report, as: UTF8.self).split(separator: "\n").drop { !$0.hasPrefix("row,") })
    }

    @Test func `a file that isn't there is the user's fault`() {
        #expect(throws: DaemonError.self) { try ReportFile(path: "/nonexistent/report.csv").check(witness: nil) }
    }
}
