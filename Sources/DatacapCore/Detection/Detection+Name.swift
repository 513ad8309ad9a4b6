extension Detection.Kind {
    /// The kind's name on the wire and in recordings' verdicts.
    package var name: String {
        switch self {
        case .throttled: "throttle"
        case .burstShaping: "burst_shaping"
        case .policing: "policing"
        case .congestion: "congestion"
        case .undecided: "undecided"
        case .targetSlow: "host_slow"
        case .outage: "outage"
        case .localLimit: "local_limit"
        }
    }
}
