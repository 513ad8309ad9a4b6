internal import DatacapCore
internal import Glibc
internal import TestSupport
import Testing

@Suite struct DownloaderLifeTests {
    @Test func `it dies with the process that gave the order, however that dies`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        // A shell takes standard input away from what it starts in the background, unless it's another descriptor.
        let script = "exec 3<&0; \"$0\" <&3 & echo $!; wait"
        let child = try Child(["-c", script, try #require(Child.program)], program: "/bin/sh")
        child.tell(FetchOrder(urls: [origin.url()], sampleMilliseconds: 20).line)
        #expect(await eventually { child.lines.contains { $0.contains("\"sample\"") } })
        let downloader = try #require(child.lines.first.flatMap { pid_t($0) })
        #expect(kill(downloader, 0) == 0)
        child.send(SIGKILL)
        #expect(await eventually(within: .seconds(1)) { !isRunning(downloader) })
    }

    @Test(arguments: [false, true])
    func `it ends when nobody reads its events any more`(isPaused: Bool) async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--sample-milliseconds=20"], isRead: false)
        #expect(await eventually { origin.sentBody > 0 })
        if isPaused { child.send(SIGUSR1) }
        child.stopReading()
        #expect(await eventually(within: .seconds(2)) { child.exit == 0 })
    }

    @Test func `it ends when asked though its events aren't taken`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--sample-milliseconds=10"], isRead: false, pipe_bytes: 4_096)
        #expect(await eventually { child.hasWritten })
        child.send(SIGTERM)
        #expect(await eventually(within: .seconds(1)) { child.exit == 0 })
    }

    @Test(
        arguments: [
            (["--strems", "4"], "unknown option --strems"),
            (["--url"], "--url needs a value: an http:// or https:// URL"),
            (["--url", "ftp://127.0.0.1/"], "--url ftp://127.0.0.1/: must be an http:// or https:// URL"),
            (["--url", "http://127.0.0.1/", "--streams", "65"], "--streams 65: must be 1 to 64"),
            (["--url", "http://127.0.0.1/", "--ip-version=5"], "--ip-version 5: must be any, v4 or v6"),
            (["--url", "http://127.0.0.1/", "--duration-seconds", "nan"], "--duration-seconds nan: must be"),
            (["--streams", "4"], "--url is missing"),
        ]
    )
    func `wrong usage is explained`(arguments: [String], complaint: String) async throws {
        let child = try Child(arguments)
        #expect(await eventually { child.exit != nil && child.errors.contains("--help") })
        #expect(child.exit == 2)
        #expect(child.errors.hasPrefix("datacap-downloader: \(complaint)"))
        #expect(child.text.isEmpty)
    }

    @Test(arguments: ["", "{}", "{\"urls\":[],\"streams\":4,\"sample_milliseconds\":250,\"ip_version\":\"any\"}", "x"])
    func `a wrong order is explained`(order: String) async throws {
        let child = try Child([])
        child.tell(order.utf8)
        #expect(await eventually { child.exit != nil && !child.errors.isEmpty })
        #expect(child.exit == 1)
        #expect(child.errors.hasPrefix("datacap-downloader: the order on standard input is wrong: "))
    }

    @Test func `it says what it is and how it is used`() async throws {
        let help = try Child(["--help"])
        let version = try Child(["--version"])
        #expect(await eventually { help.exit == 0 && version.exit == 0 && !help.text.isEmpty && !version.text.isEmpty })
        #expect(help.text.hasPrefix("Usage: datacap-downloader "))
        #expect(version.text.hasPrefix("datacap-downloader \(DatacapVersion.current) libcurl/"))
    }

    @Test func `a run with a limit that received nothing is a fault`() async throws {
        let origin = Origin(.status(404))
        defer { origin.stop() }
        let child = try Child(["--url", origin.url(), "--duration-seconds", "0.1"])
        #expect(await eventually { child.exit == 1 })
    }

    @Test func `on a terminal it shows one line that is written over`() async throws {
        let origin = Origin(.endless)
        defer { origin.stop() }
        let command = "'\(try #require(Child.program))' --url \(origin.url()) --duration-seconds 0.6"
        let child = try Child(["-qec", command, "/dev/null"], program: "/usr/bin/script")
        #expect(await eventually { child.exit == 0 && child.lines.count == 1 })
        let updates = child.text.split(separator: "\r\u{1B}[K")
        #expect(updates.count >= 3)
        #expect(updates.first?.contains(" Mbit/s  average ") == true)
    }
}

/// Tells whether a process runs: one that nobody has waited for yet doesn't.
private func isRunning(_ pid: pid_t) -> Bool {
    guard let file = fopen("/proc/\(pid)/stat", "r") else { return false }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 512)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return false }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.split(separator: ")").last?.hasPrefix(" Z") == false
}
