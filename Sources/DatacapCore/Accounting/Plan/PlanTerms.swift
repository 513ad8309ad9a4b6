/// The terms of a plan that somebody has stated: config.json, or a preset; what it left out is `nil`.
package struct PlanTerms: Hashable, Sendable {
    /// How much may be carried in a cycle.
    package enum Cap: Hashable, Sendable {
        /// So much.
        case limited(ByteCount)
        /// Any amount.
        case unlimited
    }

    /// `name`.
    package var name: String?
    /// `cap_gb`, `cap_gib` or `unlimited`.
    package var cap: Cap?
    /// `cap_kind`.
    package var capKind: Plan.CapKind?
    /// `counts`.
    package var counts: Plan.Counting?
    /// `cycle`.
    package var cycleRule: CycleRule?
    /// `free_hours`.
    package var freeHours: [FreeHours]?
    /// `overage`.
    package var overage: Overage?

    /// Makes terms that leave everything out.
    package init() {}

    /// These terms, with those of a preset for what they leave out.
    package func over(_ preset: PlanTerms) -> PlanTerms {
        var terms = self
        terms.name = name ?? preset.name
        terms.cap = cap ?? preset.cap
        terms.capKind = capKind ?? preset.capKind
        terms.counts = counts ?? preset.counts
        terms.cycleRule = cycleRule ?? preset.cycleRule
        terms.freeHours = freeHours ?? preset.freeHours
        terms.overage = overage ?? preset.overage
        return terms
    }
}

extension Plan {
    /// Makes a plan of its terms; one without a stated cap has `cap`.
    init(_ terms: PlanTerms, cap: ByteCount?, zone: ZoneRules) {
        self.init()
        name = terms.name
        switch terms.cap {
        case .limited(let amount): self.cap = amount
        case .unlimited: self.cap = nil
        case nil: self.cap = cap
        }
        capKind = terms.capKind ?? capKind
        counts = terms.counts ?? counts
        cycleRule = terms.cycleRule ?? cycleRule
        self.zone = zone
        freeHours = terms.freeHours ?? freeHours
        overage = terms.overage
    }
}
