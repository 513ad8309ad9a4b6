extension CapFinding {
    /// Writes the finding as members of an object: `state`, `sentence` and, where there is one, the cap.
    ///
    /// - Parameters:
    ///   - json: The object.
    ///   - when: Says a time in the plan's zone; see ``sentence(when:)``.
    package func write(to json: inout JSONWriter, when: (Timestamp) -> String) {
        json.member("state", state)
        json.member("sentence", sentence(when: when))
        guard let cap else { return }
        json.array("stages") { array in for stage in cap.stages { array.object { stage.write(to: &$0) } } }
        json.member("lifted_after", cap.lift?.after.rfc3339)
        json.member("lifted_by", cap.lift?.by.rfc3339)
        json.array("earlier_bytes") { array in for volume in cap.earlier { array.element(volume.bytes) } }
        json.member("is_of_plan", cap.isOfPlan)
        json.member("reset_day", cap.resetDay)
        json.member("confidence", cap.confidence, places: 4)
    }

    /// What it is called on the wire.
    package var state: String {
        switch self {
        case .found: "found"
        case .suspected: "suspected"
        case .unknown: "unknown"
        }
    }
}

extension FoundCap.Stage {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("volume_bytes", volume.bytes)
        json.member("low_bytes", low.bytes)
        json.member("high_bytes", high.bytes)
        json.member("before_mbps", before.rate.megabitsPerSecond, places: 3)
        json.member("after_mbps", after.rate.megabitsPerSecond, places: 3)
        json.member("cycles", cycles)
        json.member("since", since.rfc3339)
    }
}
