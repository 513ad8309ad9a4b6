internal import DatacapCore
internal import Glibc
internal import Synchronization
internal import TestSupport
import Testing

/// A process under test: its output is read by a thread of its own and may be looked at any time.
final class Child: Sendable {
    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var status: Int32?
    }

    /// `F_SETPIPE_SZ`, which the Glibc module leaves out.
    private static let setPipeSize: Int32 = 1_031
    /// One at a time, or a child would inherit the pipes of another.
    private static let spawning = Mutex(())

    let pid: pid_t
    private let input: Int32
    private let output: Int32
    private let state = Mutex(State())

    /// Starts a program with pipes for its standard streams.
    ///
    /// - Parameters:
    ///   - arguments: What follows its name.
    ///   - program: Its path; without it the downloader.
    ///   - isRead: Whether its output is read.
    ///   - pipe_bytes: How much the pipe of its output holds, a page at least.
    /// - Throws: When it can't be started.
    init(_ arguments: [String], program: String? = nil, isRead: Bool = true, pipe_bytes: Int32 = 65_536) throws {
        let program = try program ?? #require(Self.program, "datacap-downloader isn't beside the tests: build it first")
        let (pid, pipes) = try Self.spawning.withLock { _ in try Self.spawn(program, arguments) }
        for descriptor in [pipes[0][0], pipes[1][1], pipes[2][1]] { close(descriptor) }
        (self.pid, input, output) = (pid, pipes[0][1], pipes[1][0])
        _ = fcntl(output, Self.setPipeSize, pipe_bytes)
        if isRead { drain(output) { $0.output += $1 } }
        drain(pipes[2][0]) { $0.errors += $1 }
        startThread { [self] in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            state.withLock { $0.status = status }
        }
    }

    deinit {
        if state.withLock({ $0.status }) == nil { Glibc.kill(pid, SIGKILL) }
        close(input)
    }

    /// The events so far; a line that is none is an error of the test.
    var events: [FetchEvent] {
        get throws { try lines.map { try FetchEvent(line: $0.utf8) } }
    }

    /// The whole lines of its output so far.
    var lines: [String] {
        let parts = state.withLock { $0.output }.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return parts.dropLast().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Its output so far.
    var text: String { String(decoding: state.withLock { $0.output }, as: UTF8.self) }

    /// Its complaints so far.
    var errors: String { String(decoding: state.withLock { $0.errors }, as: UTF8.self) }

    /// The code it exited with, or minus the signal that ended it; `nil` while it lives.
    var exit: Int32? {
        state.withLock { $0.status.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : -($0 & 0x7F) } }
    }

    func send(_ signal: Int32) { Glibc.kill(pid, signal) }

    /// Writes a line to its standard input and closes nothing.
    func tell(_ line: some Sequence<UInt8>) {
        let bytes = Array(line) + [UInt8(ascii: "\n")]
        _ = write(input, bytes, bytes.count)
    }

    /// Goes away as its reader; only for one whose output isn't read.
    func stopReading() { close(output) }

    private func drain(_ descriptor: Int32, _ take: @escaping @Sendable (inout State, ArraySlice<UInt8>) -> Void) {
        startThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                state.withLock { take(&$0, buffer[..<count]) }
            }
            close(descriptor)
        }
    }

    /// The downloader that was built with these tests: it lies in the folder of the test bundle.
    static let program: String? = {
        let folders = (CommandLine.arguments + [realPath("/proc/self/exe")]).map { path in
            path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        }
        return folders.map { "\($0)/datacap-downloader" }.first { access($0, X_OK) == 0 }
    }()

    /// Whether it has written anything; only for one whose output isn't read.
    ///
    /// A pipe of one page takes no more then, as `poll` sees it.
    var hasWritten: Bool {
        var waiting: Int32 = 0
        return ioctl(output, UInt(FIONREAD), &waiting) == 0 && waiting > 0
    }

    private static func spawn(_ program: String, _ arguments: [String]) throws -> (pid_t, [[Int32]]) {
        var pipes: [[Int32]] = []
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in 0..<3 {
            var pipe: [Int32] = [-1, -1]
            try #require(Glibc.pipe(&pipe) == 0)
            for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            posix_spawn_file_actions_adddup2(&actions, pipe[stream == 0 ? 0 : 1], Int32(stream))
            pipes.append(pipe)
        }
        var child = pid_t()
        let argv = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for text in argv { free(text) } }
        let code = posix_spawn(&child, program, &actions, nil, argv, environ)
        try #require(code == 0, "\(program) can't be started: \(code)")
        return (child, pipes)
    }

    private static func realPath(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

extension [FetchEvent] {
    /// The samples among them.
    var samples: [FetchSample] {
        compactMap { event in
            if case .sample(let sample) = event { sample } else { nil }
        }
    }

    /// Payload bytes of all samples.
    var bytes: Int64 { samples.reduce(0) { $0 + $1.total.bytes } }

    /// How many of them fit.
    func count(_ fits: (FetchEvent) -> Bool) -> Int { filter(fits).count }
}
