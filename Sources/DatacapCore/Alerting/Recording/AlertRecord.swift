/// One line of a recording: what the alerts' rules were judged by, at one time.
///
/// A recording is made by `datacap serve --record FILE` and replayed by `datacap check-rules --replay FILE`. It holds
/// the signals that the rules judge, not the samples that those are made of: a week of them replays in seconds, they
/// are what another set of rules would have been judged by, and the detector's say is in them as it was told then.
/// Recorded samples are another matter, and `datacap replay` another command.
///
///     recording = *( header *look )
///     header    = {"time":T,"uptime_ms":N,"recording":"datacap-alerts","version":1 [,"lost":true]} LF
///     look      = {"time":T,"uptime_ms":N *( ,member )} LF
///     member    = "flow": "unwanted" | "flowing" | "starved"
///               | "throttle": "untold" | "absent" | "present"
///               | "confidence": 0–1           with "throttle":"present", and only with it
///               | "speed_mbps": R | null      the latest figure
///               | "baseline_mbps": R | null
///               | "period": {"start":T,"limit_bytes":N} | null
///               | "used_bytes": N             of the cap, in the period
///               | "forecast_bytes": N | null
///               | "restarts": N               of the downloader, since the daemon started
///               | "verdict": S | "host": S | "dashboard_url": S
///
/// T is RFC 3339 in UTC, R a number not below 0, N a whole one, S a string. `uptime_ms` is a clock's that never jumps
/// and never goes back between a header and the next. A member that a look leaves out is as it was; after a header all
/// are as those of ``AlertSignals/init()``. A daemon writes a header when it begins, and with `lost` when something
/// could not be written. Members may stand in any order; others than these are faults. A last line without its LF
/// isn't: it is being written, or a power cut tore it.
package enum AlertRecord: Hashable, Sendable {
    /// What follows is from a daemon that has just started, or from the same one if it `hasLost` what was between.
    case header(hasLost: Bool)
    /// The signals at a look at the rules.
    case look(AlertSignals)

    /// What `recording` of a header says.
    static let mark = "datacap-alerts"
    /// The only version of the grammar so far.
    static let version: Int64 = 1
}

/// Why a line isn't one of a recording.
package enum AlertRecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It isn't JSON.
    case json(JSONError)
    /// A member is missing or isn't what the grammar says.
    case member(String, String)
    /// The grammar has no such member.
    case unknown(String)
    /// It stands where only a header may.
    case headless
    /// Its uptime lies before that of the line above.
    case backwards

    /// What is wrong, in one line.
    package var description: String {
        switch self {
        case .json(let error): "not JSON: column \(error.position.column): \(error.reason)"
        case .member(let name, let expected): "\"\(name)\" must be \(expected)"
        case .unknown(let name): "\"\(name.cleaned(limit: 64))\" is unknown"
        case .headless: "must be the header of a recording: \"recording\":\"\(AlertRecord.mark)\""
        case .backwards: "\"uptime_ms\" must not go back"
        }
    }
}
