internal import DatacapCore

extension Notice {
    /// A notice whose free texts are the test's.
    static func sample(
        number: Int = 1,
        status: Status = .firing,
        alert: String = "throttled",
        labels: [Field] = [Field("alertname", "throttled"), Field("severity", "warning")],
        annotations: [Field] = [Field("summary", "Throttled to 4.9 Mbit/s, was 94.1 Mbit/s")],
        isTest: Bool = false
    ) -> Notice {
        let start = Timestamp(milliseconds: 1_795_384_800_000)
        return Notice(
            id: "7f3a-\(number)",
            incident: "7f3a",
            number: number,
            receiver: "mail",
            alert: alert,
            status: status,
            time: start + .seconds(60),
            startsAt: start,
            endsAt: status == .resolved ? start + .seconds(3_725) : nil,
            labels: labels,
            annotations: annotations,
            fingerprint: "0123456789abcdef",
            generatorURL: "http://127.0.0.1:8000/",
            isTest: isTest
        )
    }
}

/// What a stranger may put into any text: ends of lines and of strings, commands, markup, and marks of direction.
let hostile: [String] = [
    "a\r\nBcc: evil@example.org",
    "a\nX-Evil: 1",
    "a\rX-Evil: 1",
    "a\u{0}b",
    "a\u{2028}X-Evil: 1\u{85}X-Evil: 2",
    "\r\n\r\n.\r\nMAIL FROM:<evil@example.org>\r\n",
    "$(touch pwned) `touch pwned` ; touch pwned | touch pwned & touch pwned",
    "'; touch pwned; '\" \\ $IFS ${PATH} * ? ~ # ! \t",
    "<script>alert(1)</script> & \"quoted\" 'single'",
    "=?utf-8?Q?=0D=0ABcc:_evil?=",
    "--=_datacap--",
    "Drösselung \u{202E}gnal 🐌 " + String(repeating: "ä", count: 300),
]
