extension Forecast {
    /// Writes the forecast's members: amounts in GB, times as RFC 3339, money in whole units of its currency.
    package func write(to json: inout JSONWriter) {
        json.member("end_gb", atEnd.likely.gigabytes, places: 3)
        json.member("end_low_gb", atEnd.low.gigabytes, places: 3)
        json.member("end_high_gb", atEnd.high.gigabytes, places: 3)
        let chance: Chance? = if case .before(let chance) = exhaustion { chance } else { nil }
        json.member("cap_reached", exhaustion == .reached)
        json.member("exhaustion_probability", chance?.probability, places: 3)
        json.member("exhausted_early", chance?.earliest?.rfc3339)
        json.member("exhausted_at", chance?.likely?.rfc3339)
        json.member("exhausted_late", chance?.latest?.rfc3339)
        json.member("gb_a_day_left", allowancePerDay?.gigabytes, places: 3)
        json.member("money", cost?.likely.units, places: 6)
        json.member("money_low", cost?.low.units, places: 6)
        json.member("money_high", cost?.high.units, places: 6)
        json.member("currency", cost?.likely.currency)
        json.member("days_known", days)
    }
}
