/// What config.json says of the plan, and what became of it once the presets and the zone were at hand.
package struct Planning: Hashable, Sendable {
    /// A name that stands for something outside of config.json.
    package struct Reference: Hashable, Sendable {
        /// The name.
        package var name: String
        /// Where it was given.
        package var source: ConfigurationFault.Source
    }

    /// What the provider said has been used, and when.
    struct CarriedIn: Hashable, Sendable {
        enum Instant: Hashable, Sendable {
            /// As the day began in the plan's zone.
            case day(CivilDate)
            case time(Timestamp)
        }

        var amount: ByteCount
        var instant: Instant
    }

    /// `presets_file`: the presets; `nil` for `plans/presets.json`.
    package var presetsFile: String?
    /// `plan.preset`: the preset that the plan builds on.
    package var preset: Reference?
    /// `plan.timezone`: the zone by its name in the tz database; `nil` for the system's.
    package var zoneName: Reference?
    /// Whether there is a `plan` at all.
    var isGiven = false
    /// What the plan itself says.
    var terms = PlanTerms()
    /// `plan.carried_in`.
    var carriedIn: CarriedIn?
    /// Where `data_cap_gb` was given.
    var dataCapSource: ConfigurationFault.Source?
    /// The zone whose days and hours count; UTC until it was looked up.
    var zone = ZoneRules.utc
    /// The plan; `nil` without one, and until it was settled.
    var plan: Plan?

    /// Makes what an empty config.json says.
    package init() {}
}
