extension Configuration {
    /// The plan by which usage is counted: the configured one, else calendar months without a cap.
    package var accountingPlan: Plan {
        if let plan { return plan }
        var plan = Plan()
        plan.zone = zone
        return plan
    }

    /// Whether the plan, and not the totals since their reset, says what the cap is.
    package var hasPlannedCap: Bool { plan?.cap != nil }

    /// Whether the whole line is counted, and not the tests alone.
    package var isLineCounted: Bool { usage.source != .none }

    /// Leaves out what concerns a real line: its plan, schedule and budget, and what counts its bytes.
    package mutating func forgetPlan() {
        planning.plan = nil
        testing = Testing()
        usage.source = .none
    }
}
