extension Forecast {
    /// Writes the forecast's members, amounts in GB and times as RFC 3339.
    package func write(to json: inout JSONWriter) {
        json.member("cycle_start", cycle.start.rfc3339)
        json.member("cycle_end", cycle.end.rfc3339)
        json.member("days", days)
        json.object("predicted_gb") { json in
            json.member("low", atEnd.low.gigabytes, places: 3)
            json.member("likely", atEnd.likely.gigabytes, places: 3)
            json.member("high", atEnd.high.gigabytes, places: 3)
        }
        json.member("allowance_gb_per_day", allowancePerDay?.gigabytes, places: 3)
        json.object("exhaustion") { json in
            switch exhaustion {
            case .noCap: json.member("state", "no_cap")
            case .reached: json.member("state", "reached")
            case .before(let chance):
                json.member("state", "open")
                json.member("probability", chance.probability, places: 3)
                json.member("earliest", chance.earliest?.rfc3339)
                json.member("likely", chance.likely?.rfc3339)
                json.member("latest", chance.latest?.rfc3339)
            }
        }
        if let cost {
            json.object("cost") { json in
                json.member("low", cost.low.units, places: 6)
                json.member("likely", cost.likely.units, places: 6)
                json.member("high", cost.high.units, places: 6)
                json.member("currency", cost.likely.currency)
            }
        } else {
            json.member("cost", String?.none)
        }
    }
}
