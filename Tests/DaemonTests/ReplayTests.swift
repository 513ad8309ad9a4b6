import Daemon
import DatacapCore
import Foundation
import Testing

struct ReplayTests {
    private func replay(_ files: [String: String]) throws -> [JSONNode] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "datacap-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try StateFile.replace("\(folder)/\(name)", with: Array(text.utf8)) }
        var lines: [[UInt8]] = []
        _ = try ReplayRunner(folder: folder).run { lines.append($0) }
        return try lines.map { try JSONReader.read($0) }
    }

    private func recording(_ stretches: [(seconds: Int, mbps: Double)]) -> String {
        var random = SplitMix64(seed: 7)
        var text = "t_s,mbps,host\n"
        var time = 0
        for (seconds, mbps) in stretches {
            for _ in 0..<seconds {
                text += "\(time),\(mbps * (0.98 + 0.04 * random.nextUnit())),h0\n"
                time += 1
            }
        }
        return text
    }

    @Test func `a recorded throttle is told with its times and levels`() throws {
        let lines = try replay(["line.csv": recording([(300, 100), (300, 10), (120, 100)])])
        let first = try #require(lines.first)
        let last = try #require(lines.last)
        #expect(first["case"]?.string == "line")
        #expect(last["kind"]?.string == "throttle")
        let detected = try #require(first["t_detected"]?.double)
        #expect((300...360).contains(detected))
        let cleared = try #require(last["t_cleared"]?.double)
        #expect((600...630).contains(cleared))
        let after = try #require(last["after_mbps"]?.double)
        #expect(abs(after - 10) < 0.5)
    }

    @Test func `a steady line says nothing, with or without a cap`() throws {
        let text = recording([(900, 100)])
        #expect(try replay(["a.csv": text, "b.csv": text, "caps.json": #"{"a": 5000000000}"#]).isEmpty)
    }

    @Test(arguments: [
        ["line.csv": "t_s,mbps,host\n0,fast,h0\n"], ["line.csv": "t_s,mbps,host\n0\n"], ["notes.txt": ""],
        ["line.csv": "t_s,mbps,host\n", "caps.json": #"{"line": "much"}"#],
    ])
    func `what isn't a recording is refused`(files: [String: String]) {
        #expect(throws: ReplayError.self) { try replay(files) }
    }
}
