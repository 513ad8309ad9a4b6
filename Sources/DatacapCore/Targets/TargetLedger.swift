/// What is known of one test URL, and what it has cost.
package struct TargetLedger: Hashable, Sendable {
    /// The URL, as configured.
    package let url: String
    /// Its short name.
    package let label: String
    /// Payload bytes since the process started; never goes down.
    package private(set) var bytes = ByteCount.zero
    /// Requests sent since the process started.
    package private(set) var requests: Int64 = 0
    /// Requests that failed since the process started, by reason.
    package private(set) var failures: [FailureReason: Int64] = [:]
    /// Until when the URL rests after a failure, if it does.
    package private(set) var restingUntil: Timestamp?
    /// What went wrong last, and when.
    package private(set) var lastError: TargetError?
    /// The speed it gave over the latest update interval.
    package var rate = BitRate.zero

    /// Makes the ledger of a URL that wasn't asked yet.
    package init(url: String, label: String) {
        self.url = url
        self.label = label
    }

    /// How many requests failed, whatever the reason.
    package var failureCount: Int64 { failures.values.reduce(0, +) }

    /// Whether the URL rests at that time.
    package func isResting(at now: Timestamp) -> Bool { restingUntil.map { $0 > now } ?? false }

    mutating func count(_ amount: ByteCount) { bytes += amount }

    mutating func finish() {
        requests += 1
        restingUntil = nil
    }

    mutating func fail(_ error: TargetError, rest: Duration) {
        requests += 1
        failures[error.reason, default: 0] += 1
        restingUntil = error.time + rest
        lastError = error
    }
}

/// What went wrong with one test URL.
package struct TargetError: Hashable, Sendable {
    /// When.
    package var time: Timestamp
    /// The kind of fault.
    package var reason: FailureReason
    /// libcurl's own words, cut to a length that fits a page.
    package var detail: String

    /// Makes an error; control characters, which a server may send, are left out.
    package init(time: Timestamp, reason: FailureReason, detail: String) {
        self.time = time
        self.reason = reason
        self.detail = detail.cleaned(limit: 200)
    }
}

extension String {
    /// The text without control characters and no longer than `limit` characters: for text that others made.
    ///
    /// Tabs and line ends become spaces, lest words run together.
    package func cleaned(limit: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 9...13: scalars.append(" ")
            case 0..<32, 127..<160: break
            default: scalars.append(scalar)
            }
        }
        return String(String(scalars).prefix(limit))
    }
}
