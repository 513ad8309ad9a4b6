internal import DatacapCore

/// What a hook finds in its environment: this and nothing else.
///
/// | variable | holds |
/// |---|---|
/// | `PATH` | `/usr/bin:/bin` |
/// | `DATACAP_STATUS` | `firing` or `resolved` |
/// | `DATACAP_ALERT` | the rule's name |
/// | `DATACAP_SEVERITY` | the label `severity`, or nothing |
/// | `DATACAP_SUMMARY` | the annotation `summary`, or nothing |
/// | `DATACAP_FINGERPRINT` | the same over all notices with these labels |
/// | `DATACAP_STARTS_AT`, `DATACAP_ENDS_AT` | times in RFC 3339; the latter is empty while the alert fires |
/// | `DATACAP_URL` | the dashboard's address |
/// | `DATACAP_ID` | the same when the notice is sent again |
/// | `DATACAP_INCIDENT` | the same from the first firing to its resolution |
/// | `DATACAP_TEST` | `1` if somebody only tries the hook out, else nothing |
///
/// Values are one line of text without control characters and of 4096 bytes at most; the whole is on standard input.
struct HookEnvironment: Sendable {
    private static let longestValue_bytes = 4_096

    /// The variables.
    let values: [String: String]

    /// Makes the environment for a notice.
    init(_ notice: Notice) {
        func value(_ name: String, in fields: [Notice.Field]) -> String {
            fields.first { $0.name == name }?.value ?? ""
        }
        let raw = [
            "STATUS": notice.status.rawValue,
            "ALERT": notice.alert,
            "SEVERITY": value("severity", in: notice.labels),
            "SUMMARY": value("summary", in: notice.annotations),
            "FINGERPRINT": notice.fingerprint,
            "STARTS_AT": notice.startsAt.rfc3339,
            "ENDS_AT": notice.endsAt?.rfc3339 ?? "",
            "URL": notice.generatorURL,
            "ID": notice.id,
            "INCIDENT": notice.incident,
            "TEST": notice.isTest ? "1" : "",
        ]
        var values = ["PATH": "/usr/bin:/bin"]
        for (name, text) in raw { values["DATACAP_\(name)"] = text.cleanLine.cut(to: Self.longestValue_bytes) }
        self.values = values
    }
}
