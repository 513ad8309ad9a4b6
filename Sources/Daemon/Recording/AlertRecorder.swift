internal import DatacapCore
internal import Dispatch
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Appends what the alerts' rules are judged by to a recording, on a thread of its own: a slow disk holds nobody up.
///
/// Each line is handed to the system at once, within a second of what it tells; ``AlertRecord`` has the grammar and
/// ``AlertRecordWriter`` says how fast the file grows. When a line can't be written, that is logged once and tried
/// again with each further one; the recording then goes on behind a header that says so.
final class AlertRecorder: Service {
    /// How many looks may wait for the disk, ten minutes of them; if there are more they are lost.
    private static let capacity = 600

    private struct Waiting {
        var looks: [(signals: AlertSignals, moment: Moment)] = []
        var hasLost = false
    }

    private struct Output: ~Copyable {
        let file: RecordingFile
        var writer = AlertRecordWriter()
        var isFailing = false
        var hasBegun = false
    }

    private let path: String
    private let logger: Logger
    private let waiting = Mutex(Waiting())
    private let output: Mutex<Output>
    private let queue = DispatchQueue(label: "datacap.recorder")

    /// Opens a recording to append to.
    ///
    /// - Throws: ``DaemonError/file(setting:path:reason:)``.
    init(path: String, logger: Logger) throws(DaemonError) {
        self.path = path
        self.logger = logger
        output = Mutex(Output(file: try RecordingFile(path: path)))
        logger.info("recording", metadata: ["file": "\(path)"])
    }

    /// Hands in what was judged at a look at the rules; returns at once.
    func record(_ signals: AlertSignals, at moment: Moment) {
        let isQueued = waiting.withLock { waiting in
            let isQueued = !waiting.looks.isEmpty
            if waiting.looks.count >= Self.capacity {
                waiting.looks.removeAll()
                waiting.hasLost = true
            }
            waiting.looks.append((signals, moment))
            return isQueued
        }
        guard !isQueued else { return }
        queue.async { [self] in writeWaiting() }
    }

    /// Waits for the end, then until everything is written.
    func run() async throws {
        try? await gracefulShutdown()
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                output.withLock { append($0.writer.end(), to: &$0) }
                continuation.resume()
            }
        }
    }

    private func writeWaiting() {
        let waiting = waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting
        }
        output.withLock { output in
            if waiting.hasLost { output.writer = AlertRecordWriter(hasLost: output.hasBegun) }
            var lines: [UInt8] = []
            for look in waiting.looks { lines += output.writer.lines(look.signals, at: look.moment) }
            append(lines, to: &output)
        }
    }

    private func append(_ lines: [UInt8], to output: inout Output) {
        guard !lines.isEmpty else { return }
        do {
            try output.file.append(lines)
            if output.isFailing { logger.notice("the recording goes on", metadata: ["file": "\(path)"]) }
            output.isFailing = false
            output.hasBegun = true
        } catch {
            if !output.isFailing { logger.error("the recording can't be written: \(error)") }
            output.isFailing = true
            output.writer = AlertRecordWriter(hasLost: output.hasBegun)
        }
    }
}
