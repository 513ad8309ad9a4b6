extension Notice {
    /// How long an alert goes on for an Alertmanager that isn't told again.
    static let alertmanagerValidity = Duration.seconds(240)
    /// What Alertmanager says for “not yet”: Go's zero time.
    private static let never = "0001-01-01T00:00:00Z"

    /// The notice in the shape of Alertmanager's webhook, version 4: a group of this one alert.
    ///
    /// It's what Alertmanager makes of this one alert with `group_by: ['...']`, but that `externalURL` is the
    /// dashboard's address, `receiver` our own receiver's name, that fractions of seconds keep their zeros, and that two
    /// members were added: `notice`, the id by which a repeated delivery is known, and `test`, whether somebody only
    /// tries the receiver out.
    ///
    /// - Returns: A JSON object in UTF-8.
    package var webhookJSON: [UInt8] {
        JSONWriter.object { json in
            json.member("version", "4")
            json.member("groupKey", groupKey)
            json.member("truncatedAlerts", 0)
            json.member("status", status.rawValue)
            json.member("receiver", receiver)
            json.fields("groupLabels", labels)
            json.fields("commonLabels", labels)
            json.fields("commonAnnotations", annotations)
            json.member("externalURL", generatorURL)
            json.array("alerts") { array in
                array.object { alert in
                    alert.member("status", status.rawValue)
                    alert.fields("labels", labels)
                    alert.fields("annotations", annotations)
                    alert.member("startsAt", startsAt.rfc3339)
                    alert.member("endsAt", endsAt?.rfc3339 ?? Self.never)
                    alert.member("generatorURL", generatorURL)
                    alert.member("fingerprint", fingerprint)
                }
            }
            json.member("notice", id)
            json.member("test", isTest)
        }
    }

    /// Notices as Alertmanager's `POST /api/v2/alerts` takes them.
    ///
    /// What fires is said to end in four minutes, so that it ends by itself when this daemon falls silent; a test ends
    /// at once.
    ///
    /// - Parameters:
    ///   - notices: What fires and what is over.
    ///   - now: The wall clock's time.
    /// - Returns: A JSON array in UTF-8.
    package static func alertmanagerJSON(_ notices: [Notice], at now: Timestamp) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { array in
            for notice in notices {
                let end = notice.endsAt ?? now + (notice.isTest ? .seconds(1) : alertmanagerValidity)
                array.object { alert in
                    alert.fields("labels", notice.labels)
                    alert.fields("annotations", notice.annotations)
                    alert.member("startsAt", notice.startsAt.rfc3339)
                    // Alertmanager refuses an end before the beginning, as a clock that was set back would give it.
                    alert.member("endsAt", max(end, notice.startsAt).rfc3339)
                    alert.member("generatorURL", notice.generatorURL)
                }
            }
        }
        return writer.bytes
    }

    /// The group's key as Alertmanager writes it for a route at the root.
    private var groupKey: String {
        let pairs = labels.map { "\($0.name)=\"\($0.value.escaped)\"" }
        return "{}:{\(pairs.joined(separator: ", "))}"
    }
}

extension String {
    /// The text with quotes, backslashes and line ends escaped.
    fileprivate var escaped: String {
        var text = ""
        for character in self {
            switch character {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
        return text
    }
}
