internal import DatacapCore
@testable internal import Delivery
internal import Glibc
internal import TestSupport
internal import Testing

/// A hook that holds something up shows by the limit; on a busy machine all of this may take a minute.
@Suite(.timeLimit(.minutes(5))) struct HookRunTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func run(
        _ script: String,
        arguments: [String] = [],
        notice: Notice = .sample(),
        payload: String = "{}",
        timeout: Duration = .seconds(600),
        grace: Duration = .milliseconds(300)
    ) async throws -> DeliveryOutcome {
        let hook = Receiver.Hook(argv: [try folder.hook(script)] + arguments, timeout: timeout)
        return await HookRun(hook, notice: notice, payload: Array(payload.utf8), folder: folder.path, grace: grace)
            .outcome()
    }

    @Test func `exit codes say what becomes of the notice`() async throws {
        #expect(try await run("exit 0") == .delivered(detail: "exit code 0"))
        #expect(try await run("exit 75") == .retry(reason: "exit code 75", after: nil))
        #expect(try await run("exit 1") == .final(reason: "exit code 1"))
        #expect(try await run("exit 127") == .final(reason: "exit code 127"))
        #expect(try await run("kill -SEGV $$") == .uncertain(reason: "ended by signal 11"))
    }

    @Test func `the payload comes on standard input, whole, and then its end`() async throws {
        let payload = String(repeating: "{\"text\":\"Drösselung\"}\n", count: 20_000)
        #expect(try await run("cat > got", payload: payload) == .delivered(detail: "exit code 0"))
        #expect(folder.text(of: "got") == payload)
    }

    @Test func `the environment is the contract's and nothing else`() async throws {
        setenv("DATACAP_DELIVERY_SECRET", "s3cret", 1)
        let notice = Notice.sample(number: 2, status: .resolved, isTest: true)
        // env's own words for what it was given; sh adds PWD and OLDPWD.
        _ = try await run("/usr/bin/env -0 > env", notice: notice)
        let variables = try #require(folder.text(of: "env")).split(separator: "\0").map(String.init)
        let own = variables.filter { !$0.hasPrefix("PWD=") && !$0.hasPrefix("OLDPWD=") && !$0.hasPrefix("_=") }
        #expect(
            own.sorted() == [
                "DATACAP_ALERT=throttled", "DATACAP_ENDS_AT=2026-11-22T23:02:05.000Z",
                "DATACAP_FINGERPRINT=0123456789abcdef", "DATACAP_ID=7f3a-2", "DATACAP_INCIDENT=7f3a",
                "DATACAP_SEVERITY=warning", "DATACAP_STARTS_AT=2026-11-22T22:00:00.000Z", "DATACAP_STATUS=resolved",
                "DATACAP_SUMMARY=Throttled to 4.9 Mbit/s, was 94.1 Mbit/s", "DATACAP_TEST=1",
                "DATACAP_URL=http://127.0.0.1:8000/", "PATH=/usr/bin:/bin",
            ]
        )
    }

    @Test func `it runs in the state folder, leads a session and holds no descriptor of ours`() async throws {
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        _ = try await run(
            "pwd > where; cut -d' ' -f5,6 /proc/$$/stat > group; echo $$ >> group; for fd in /proc/$$/fd/*; do readlink $fd; done > fds"
        )
        #expect(folder.text(of: "where") == "\(folder.path)\n")
        let group = try #require(folder.text(of: "group")).split(whereSeparator: \.isWhitespace)
        #expect(group.count == 3 && Set(group).count == 1)
        // Input, output twice, the script, the file here, and the output that the shell keeps meanwhile.
        let open = try #require(folder.text(of: "fds")).split(separator: "\n")
        #expect(open.allSatisfy { $0.hasPrefix("pipe:") || $0.hasPrefix(folder.path) }, "\(open)")
        #expect((4...6).contains(open.count), "\(open)")
    }

    @Test func `arguments come as they are`() async throws {
        let arguments = ["$(touch pwned)", "a b", "", "*", "ä\n;touch pwned"]
        _ = try await run("for a in \"$@\"; do printf '%s\\0' \"$a\"; done > got", arguments: arguments)
        #expect(folder.text(of: "got") == arguments.map { "\($0)\0" }.joined())
        #expect(!folder.names.contains("pwned"))
    }

    @Test(arguments: hostile)
    func `no text of a notice is a command, a variable or a line`(text: String) async throws {
        let notice = Notice.sample(
            alert: text,
            labels: [.init("severity", text)],
            annotations: [.init("summary", text)]
        )
        let script = """
            /usr/bin/env -0 > env
            : $DATACAP_ALERT "$DATACAP_SUMMARY" ${DATACAP_SEVERITY}
            printf '%s' "$DATACAP_SUMMARY" > summary
            """
        #expect(try await run(script, notice: notice, payload: text) == .delivered(detail: "exit code 0"))
        #expect(!folder.names.contains("pwned"))
        let variables = try #require(folder.text(of: "env")).split(separator: "\0")
        #expect(
            variables.allSatisfy {
                $0.hasPrefix("DATACAP_") || $0.hasPrefix("PATH=") || $0.hasPrefix("PWD=") || $0.hasPrefix("OLDPWD=")
                    || $0.hasPrefix("_=")
            }
        )
        let summary = try #require(folder.text(of: "summary"))
        #expect(summary == text.cleanLine.cut(to: 4_096))
        #expect(!summary.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) })
    }

    @Test func `what it says on both streams stands in the outcome, cleaned`() async throws {
        let outcome = try await run("printf 'one\\033[31m\\n'; printf 'two\\000\\r\\n' >&2; exit 3")
        #expect(outcome == .final(reason: "exit code 3: one [31m\ntwo"))
    }

    @Test func `a flood is read, and 64 KiB of it are kept`() async throws {
        let script = "i=0; while [ $i -lt 40 ]; do head -c 50000 /dev/zero | tr '\\0' x; i=$((i+1)); done; exit 75"
        guard case .retry(let reason, nil) = try await run(script) else { throw Unexpected() }
        #expect(reason.hasPrefix("exit code 75: xxx"))
        #expect(reason.utf8.count == 65_536 + "exit code 75: ".utf8.count)
    }

    @Test func `a hook that doesn't read its input has delivered all the same`() async throws {
        let payload = String(repeating: "x", count: 1_000_000)
        #expect(try await run("exit 0", payload: payload) == .delivered(detail: "exit code 0"))
        #expect(try await run("exec <&-; exit 0", payload: payload) == .delivered(detail: "exit code 0"))
        #expect(try await run("head -c 10 > got", payload: payload) == .delivered(detail: "exit code 0"))
    }

    @Test func `a hook that hangs is ended with all that it started`() async throws {
        let outcome = try await run("echo started; sleep 1000 & echo $! > child; wait", timeout: .milliseconds(500))
        #expect(outcome == .uncertain(reason: "not done within 0.5 seconds: started"))
        let child = try #require(folder.text(of: "child").flatMap { Int32($0.dropLast()) })
        #expect(await eventually(within: .seconds(60)) { Self.hasEnded(child) })
    }

    @Test func `one that doesn't heed SIGTERM is killed after its grace, and so is its child`() async throws {
        let script = "trap '' TERM; (sleep 1000 & echo $! > child; wait) & while :; do sleep 1000; done"
        let outcome = try await run(script, timeout: .milliseconds(500))
        #expect(outcome == .uncertain(reason: "not done within 0.5 seconds"))
        let child = try #require(folder.text(of: "child").flatMap { Int32($0.dropLast()) })
        #expect(await eventually(within: .seconds(60)) { Self.hasEnded(child) })
    }

    @Test func `SIGTERM comes first, so that a hook can tidy up`() async throws {
        let script = "trap 'touch tidied; exit 0' TERM; while :; do sleep 0.05; done"
        let outcome = try await run(script, timeout: .milliseconds(500), grace: .seconds(10))
        // The shell itself says what became of its child.
        #expect(outcome == .uncertain(reason: "not done within 0.5 seconds: Terminated"))
        #expect(folder.names.contains("tidied"))
    }

    @Test(arguments: [
        "sleep 1000 & echo $! > child",
        "setsid sh -c 'echo $$ > child; exec sleep 1000' & until [ -s child ]; do sleep 0.01; done",
        "yes & echo $! > child",
    ])
    func `who outlives the hook holds nothing up`(script: String) async throws {
        guard case .delivered = try await run(script) else { throw Unexpected() }
        let child = try #require(folder.text(of: "child").flatMap { Int32($0.dropLast()) })
        if script.hasPrefix("setsid") {
            // It left the group, and is left alone.
            #expect(!Self.hasEnded(child))
            kill(child, SIGKILL)
        } else {
            #expect(await eventually(within: .seconds(60)) { Self.hasEnded(child) })
        }
    }

    @Test func `a hook that closes its output is waited for`() async throws {
        #expect(try await run("exec >&- 2>&-; sleep 0.3; exit 4") == .final(reason: "exit code 4"))
        let outcome = try await run("exec >&- 2>&-; sleep 1000", timeout: .milliseconds(500))
        #expect(outcome == .uncertain(reason: "not done within 0.5 seconds"))
    }

    @Test func `a cancelled run ends its hook`() async throws {
        let path = try folder.hook("echo $$ > pid; sleep 1000")
        let (folder, hook) = (folder.path, Receiver.Hook(argv: [path], timeout: .seconds(600)))
        let task = Task { await HookRun(hook, notice: .sample(), payload: [], folder: folder).outcome() }
        #expect(await eventually(within: .seconds(60)) { self.folder.text(of: "pid")?.hasSuffix("\n") ?? false })
        task.cancel()
        #expect(await task.value == .uncertain(reason: "interrupted"))
        let pid = try #require(self.folder.text(of: "pid").flatMap { Int32($0.dropLast()) })
        #expect(await eventually(within: .seconds(60)) { Self.hasEnded(pid) })
    }

    @Test func `a cancelled run doesn't wait out the grace of a hook that hangs`() async throws {
        let path = try folder.hook("trap '' TERM; echo $$ > pid; while :; do sleep 1000; done")
        let (folder, hook) = (folder.path, Receiver.Hook(argv: [path], timeout: .seconds(600)))
        let run = HookRun(hook, notice: .sample(), payload: [], folder: folder, grace: .seconds(100_000))
        let task = Task { await run.outcome() }
        #expect(await eventually(within: .seconds(60)) { self.folder.text(of: "pid")?.hasSuffix("\n") ?? false })
        task.cancel()
        #expect(await task.value == .uncertain(reason: "interrupted"))
        let pid = try #require(self.folder.text(of: "pid").flatMap { Int32($0.dropLast()) })
        #expect(await eventually(within: .seconds(60)) { Self.hasEnded(pid) })
    }

    @Test func `what can't be started is refused for good`() async throws {
        let noProgram = try folder.write("no interpreter line", to: "plain", mode: 0o700)
        for argv in [[], ["\(folder.path)/missing"], [noProgram], ["hook"], ["/bin/sh", "a\0b"], [folder.path]] {
            let hook = Receiver.Hook(argv: argv, timeout: .seconds(5))
            let outcome = await HookRun(hook, notice: .sample(), payload: [], folder: folder.path).outcome()
            guard case .final(let reason) = outcome else { throw Unexpected() }
            #expect(!reason.isEmpty)
        }
    }

    /// Whether a process is gone, or only its number is left.
    private static func hasEnded(_ processID: pid_t) -> Bool {
        guard let folder = opendir("/proc/\(processID)") else { return true }
        closedir(folder)
        guard let file = fopen("/proc/\(processID)/stat", "r") else { return true }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        guard fgets(&line, 512, file) != nil else { return true }
        return String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(") Z")
    }
}

/// An outcome of another kind than the test is about.
struct Unexpected: Error {}
