internal import DatacapCore
internal import Glibc
package import Logging

/// Writes log lines to standard error, as logfmt or as JSON, one write(2) each.
package struct LineLogHandler: LogHandler {
    /// How a line looks.
    package enum Format: String, CaseIterable, Sendable {
        /// `ts=… level=info msg="…" key=value`, as Prometheus' programs write it.
        case logfmt
        /// One JSON object.
        case json
    }

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let format: Format

    /// Makes a handler that writes what is at least as grave as `level`.
    package init(level: Logger.Level, format: Format) {
        logLevel = level
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = SystemClock.now().timestamp.rfc3339
        var line: [UInt8]
        switch format {
        case .logfmt:
            var text = "ts=\(time) level=\(event.level.short) msg=\(Self.quoted("\(event.message)"))"
            for (key, value) in fields { text += " \(key)=\(Self.quoted("\(value)"))" }
            line = Array(text.utf8)
        case .json:
            line = JSONWriter.object { json in
                json.member("ts", time)
                json.member("level", event.level.short)
                json.member("msg", "\(event.message)")
                for (key, value) in fields { json.member(key, "\(value)") }
            }
        }
        line.append(UInt8(ascii: "\n"))
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// A logfmt value: bare if it is plain, else in quotes with escapes.
    static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 61 && $0 != 92 }
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 32 || scalar.value == 127 {
                    quoted += "\\x" + String(scalar.value, radix: 16)
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}

extension Logger.Level {
    /// The level as Prometheus' programs call it.
    fileprivate var short: String {
        switch self {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warn"
        case .error, .critical: "error"
        }
    }
}
