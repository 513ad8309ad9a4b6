internal import DatacapCore
internal import Glibc
internal import TestSupport
import Testing

@Suite struct DownloaderTests {
    @Test func `a run has a beginning, samples on a grid, and an end`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--streams=2", "--sample-milliseconds", "50"])
        #expect(await eventually { (try? child.events.samples.count) ?? 0 >= 8 })
        child.send(SIGTERM)
        #expect(await eventually { child.exit != nil })
        #expect(child.exit == 0)
        let events = try child.events
        guard case .started(let pid, let start) = events.first, case .finished(let end) = events.last else {
            Issue.record("the run is \(events)")
            return
        }
        #expect(pid == Int64(child.pid))
        #expect(start < end)
        let samples = events.samples
        #expect(samples.reduce(.zero) { $0 + $1.interval } <= end - start)
        for sample in samples.dropLast() {
            #expect(sample.interval > .zero)
            #expect(sample.streams == 2)
            #expect(sample.bytes.count == 1)
        }
        // A busy machine may make them late, but never early, nor two in one place of the grid.
        let places = samples.dropLast().map { ($0.uptime - start).nanoseconds / 50_000_000 }
        #expect(zip([0] + places, places).allSatisfy { $0 < $1 })
        for (left, right) in zip(samples, samples.dropFirst()) {
            #expect(right.uptime - left.uptime == right.interval)
        }
        #expect(events.bytes > 0)
        #expect(events.bytes <= origin.sentBody)
    }

    @Test func `no byte is lost or counted twice`() async throws {
        let origin = Origin { request, number in
            guard number < 9 else { return .status(503) }
            return request.path == "/b" ? .chunked(1_234_567) : .body(1_234_567)
        }
        defer { origin.stop() }
        let child = try Child(["--url", origin.url("/a"), "--url", origin.url("/b"), "--sample-milliseconds=20"])
        // One stream may be told 503 while another's last transfer is still under way.
        let isOver = { (lines: [String]) in
            lines.contains { $0.contains("\"http_status\":503") }
                && lines.count { $0.contains("\"event\":\"transfer\"") } == 9
        }
        #expect(await eventually { isOver(child.lines) })
        child.send(SIGINT)
        #expect(await eventually { child.exit != nil })
        let events = try child.events
        #expect(events.count { if case .transfer = $0 { true } else { false } } == 9)
        #expect(events.bytes == 9 * 1_234_567)
        let perURL = events.samples.reduce([0, 0]) { sums, sample in zip(sums, sample.bytes).map(+) }
        #expect(perURL.allSatisfy { $0 > 0 && $0 % 1_234_567 == 0 })
    }

    @Test func `the order may come as a line on standard input`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let child = try Child([])
        child.tell(FetchOrder(urls: [origin.url()], streams: 3, sampleMilliseconds: 20).line)
        #expect(await eventually { (try? child.events.samples.last?.streams) == 3 })
        child.send(SIGTERM)
        #expect(await eventually { child.exit == 0 })
        #expect(origin.requests.first?.header.contains("User-Agent: datacap/\(DatacapVersion.current)\r\n") == true)
        #expect(origin.requests.first?.header.contains("Accept-Encoding") == false)
    }

    @Test func `a pause stops the data, and resuming brings it back`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--sample-milliseconds", "20"])
        #expect(await eventually { (try? child.events.bytes) ?? 0 > 0 })
        child.send(SIGUSR1)
        child.send(SIGUSR1)
        #expect(await eventually(within: .seconds(1)) { child.lines.last?.contains("\"paused\"") == true })
        let paused = child.lines.count
        let bytes = try child.events.bytes
        // Whatever came after the pause would show up before or in the first sample after it.
        child.send(SIGUSR2)
        #expect(await eventually { (try? child.events.bytes) ?? 0 > bytes })
        guard case .resumed(let time) = try child.events[paused] else {
            Issue.record("the run is \(child.lines)")
            return
        }
        let first = try #require(try child.events[paused...].map { $0 }.samples.first)
        #expect(first.uptime - first.interval >= time)
        #expect(first.ramping == first.streams)
        child.send(SIGUSR1)
        child.send(SIGTERM)
        #expect(await eventually(within: .seconds(1)) { child.exit == 0 })
        #expect(child.lines.last?.contains("\"finished\"") == true)
    }

    @Test func `URLs that fail rest while the others carry on`() async throws {
        let origin = Origin { request, _ in
            switch request.path {
            case "/good": .body(200_000)
            case "/tiny": .body(65_535)
            case "/busy": .status(429, headers: ["Retry-After: 3600"])
            default: .status(404)
            }
        }
        defer { origin.stop() }
        let paths = ["/good", "/tiny", "/busy", "/lost"]
        let child = try Child(
            paths.flatMap { ["--url", origin.url($0)] } + ["--streams=1", "--sample-milliseconds=20"]
        )
        #expect(await eventually { child.lines.count { $0.contains("\"failure\"") } >= 3 && child.lines.count > 20 })
        child.send(SIGTERM)
        #expect(await eventually { child.exit == 0 })
        var reasons: [Int: (FailureReason, Duration)] = [:]
        for case .failure(let url, let reason, _, let rest, _) in try child.events { reasons[url] = (reason, rest) }
        #expect(reasons[0] == nil)
        #expect(reasons[1]?.0 == .transfer)
        #expect(reasons[2]?.0 == .httpStatus)
        #expect(reasons[2]?.1 == .seconds(3_600))
        #expect(reasons[3]?.0 == .httpStatus)
        #expect(origin.requests.count { $0.path == "/busy" } == 1)
    }

    @Test func `when all rest there are samples of nothing, and then the URL is asked again`() async throws {
        let origin = Origin { _, number in number == 0 ? .status(500) : .endless }
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--streams", "1", "--sample-milliseconds", "20"])
        #expect(await eventually { (try? child.events.bytes) ?? 0 > 0 })
        child.send(SIGTERM)
        #expect(await eventually { child.exit == 0 })
        let resting = try child.events.samples.filter { $0.streams == 0 }
        #expect(resting.count >= 5)
        #expect(resting.allSatisfy { $0.total == .zero && $0.ramping == 0 })
    }

    @Test func `limits end a run`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let byBytes = try Child(["--url", origin.url(), "--max-bytes", "3000000"])
        let byTime = try Child(["--url", origin.url(), "--duration-seconds", "0.2"])
        #expect(await eventually { byBytes.exit == 0 && byTime.exit == 0 })
        #expect((3_000_000...3_000_000 + 4 * 16_384).contains(try byBytes.events.bytes))
        #expect(byTime.lines.last?.contains("\"finished\"") == true)
    }
}
