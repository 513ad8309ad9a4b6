extension Plan {
    /// Writes the plan's members as config.json would have them.
    func write(to json: inout JSONWriter, preset: String?) {
        json.member("preset", preset)
        json.member("name", name)
        if let cap {
            json.member("cap_gb", cap.gigabytes, places: 9)
        } else {
            json.member("unlimited", true)
        }
        json.member("cap_kind", capKind.rawValue)
        json.member("counts", counts.rawValue)
        json.object("cycle") { cycle in
            switch cycleRule {
            case .dayOfMonth(let day): cycle.member("day", day)
            case .beforeMonthsEnd(let days): cycle.member("day", -days)
            case .everyDays(let days, let first):
                cycle.member("every_days", days)
                cycle.member("from", first.description)
            case .weekly(let weekday): cycle.member("weekday", weekday.rawValue)
            }
        }
        json.member("timezone", zone.name)
        json.array("free_hours") { array in for hours in freeHours { array.element(hours.description) } }
        if let overage {
            json.object("overage") { json in
                json.member("block_gb", overage.block.gigabytes, places: 9)
                json.member("price", overage.price.units, places: 6)
                json.member("maximum", overage.maximum?.units, places: 6)
                json.member("currency", overage.price.currency)
            }
        } else {
            json.member("overage", String?.none)
        }
        if let carriedIn {
            json.object("carried_in") { json in
                json.member("gb", carriedIn.amount.gigabytes, places: 9)
                json.member("at", carriedIn.time.rfc3339)
            }
        } else {
            json.member("carried_in", String?.none)
        }
    }
}
