internal import DatacapCore
internal import GRDB

/// A stretch of time whose raw samples are kept as evidence of an incident: from `start` up to `end`.
struct KeptWindow: Equatable {
    private static let margin = Duration.seconds(600)
    /// Of an incident that lasts for weeks, so much after its beginning says what there is to say.
    private static let onset = Duration.seconds(3_600)

    var start: Timestamp
    var end: Timestamp

    /// The windows of an incident: its beginning, an hour of it, and its end, each with ten minutes around.
    static func windows(of incident: IncidentRecord) -> [KeptWindow] {
        let shown = max(incident.began + onset, incident.noticed)
        let first = KeptWindow(
            start: incident.began + (.zero - margin),
            end: min(shown, incident.ended ?? shown) + margin
        )
        guard let ended = incident.ended else { return [first] }
        return [first, KeptWindow(start: ended + (.zero - margin), end: ended + margin)]
    }

    /// The windows of all incidents, in the order of time, none touching another.
    static func all(_ database: Database) throws -> [KeptWindow] {
        let incidents = try HistoryStore.list(database, "SELECT * FROM incident", []) { NumberedIncident(&$0) }
        var merged: [KeptWindow] = []
        for window in incidents.flatMap({ windows(of: $0.record) }).sorted(by: { $0.start < $1.start }) {
            if let last = merged.last, window.start <= last.end {
                merged[merged.count - 1].end = max(last.end, window.end)
            } else {
                merged.append(window)
            }
        }
        return merged
    }

    /// What lies between the windows, from the beginning of time up to a point in it.
    static func gaps(in windows: [KeptWindow], before end: Timestamp) -> [KeptWindow] {
        var gaps: [KeptWindow] = []
        var start = Timestamp(milliseconds: .min)
        for window in windows where window.start < end {
            if start < window.start { gaps.append(KeptWindow(start: start, end: window.start)) }
            start = window.end
        }
        if start < end { gaps.append(KeptWindow(start: start, end: end)) }
        return gaps
    }
}
