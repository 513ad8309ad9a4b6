extension Configuration {
    /// The zone in which days and hours begin: the plan's, else UTC.
    package var zone: ZoneRules { .utc }

    /// Whether the plan, and not the totals, says what the cap is.
    var hasPlannedCap: Bool { false }

    /// The plan's cycle at a time; `nil` without a plan.
    package func cycle(at time: Timestamp) -> BillingCycle? { nil }
}
