extension PlanTerms {
    /// Reads the terms below a path of a file, such as `plan`.
    init(_ reader: inout ConfigurationReader, at path: String) {
        name = reader.string("\(path).name") { $0.isEmpty ? "must not be empty" : nil }
        cap = Self.cap(&reader, at: path)
        capKind = reader.word("\(path).cap_kind")
        counts = reader.word("\(path).counts")
        cycleRule = Self.cycleRule(&reader, at: "\(path).cycle")
        let hours = reader.strings("\(path).free_hours", count: 0...16) {
            FreeHours($0) == nil ? "\(FreeHours.allowed), is \"\($0)\"" : nil
        }
        freeHours = hours?.compactMap { FreeHours($0) }
        overage = Self.overage(&reader, at: "\(path).overage")
    }

    /// Whether a file states a cap below a path.
    static func hasCap(_ reader: inout ConfigurationReader, at path: String) -> Bool {
        ["cap_gb", "cap_gib", "unlimited"].contains { reader.has("\(path).\($0)") }
    }

    private static func cap(_ reader: inout ConfigurationReader, at path: String) -> Cap? {
        guard reader.only(of: ["cap_gb", "cap_gib", "unlimited"].map { "\(path).\($0)" }) else { return nil }
        if let gigabytes = reader.number("\(path).cap_gb", 0.001...1_000_000) {
            return .limited(.gigabytes(gigabytes))
        }
        if let gibibytes = reader.number("\(path).cap_gib", 0.001...1_000_000) {
            return .limited(ByteCount(Int64((gibibytes * 1_073_741_824).rounded())))
        }
        guard let isUnlimited = reader.bool("\(path).unlimited") else { return nil }
        if isUnlimited { return .unlimited }
        reader.refuse("\(path).unlimited", "must be true, or left out; a cap is cap_gb or cap_gib")
        return nil
    }

    private static func cycleRule(_ reader: inout ConfigurationReader, at path: String) -> CycleRule? {
        let first = reader.string("\(path).from") { CivilDate($0) == nil ? "must be a day such as 2026-01-31" : nil }
        let hasFirst = reader.has("\(path).from")
        guard reader.only(of: ["day", "every_days", "weekday"].map { "\(path).\($0)" }) else { return nil }
        let days = reader.number("\(path).every_days", 1...366, whole: true)
        guard reader.has("\(path).every_days") == hasFirst else {
            let missing = hasFirst ? "every_days" : "from"
            reader.refuse("\(path).\(missing)", "is needed too: so many days are counted from a day")
            return nil
        }
        if let days, let first, let date = CivilDate(first) { return .everyDays(Int(days), from: date) }
        if let weekday: Weekday = reader.word("\(path).weekday") { return .weekly(weekday) }
        guard let day = reader.number("\(path).day", -28...31, whole: true) else { return nil }
        if day > 0 { return .dayOfMonth(Int(day)) }
        if day < 0 { return .beforeMonthsEnd(Int(-day)) }
        reader.refuse("\(path).day", "must be 1 to 31, or -1 (the month's last day) to -28, is 0")
        return nil
    }

    private static func overage(_ reader: inout ConfigurationReader, at path: String) -> Overage? {
        let block = reader.number("\(path).block_gb", 0.000_001...1_000_000)
        let price = reader.number("\(path).price", 0...1_000_000)
        let maximum = reader.number("\(path).maximum", 0...1_000_000_000)
        let currency = reader.string("\(path).currency") { text in
            let isCode = text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
            return isCode ? nil : "must be a currency's three letters such as USD, is \"\(text)\""
        }
        let names = ["block_gb", "price", "currency"].map { "\(path).\($0)" }
        guard names.contains(where: { reader.has($0) }) || reader.has("\(path).maximum") else { return nil }
        for name in names where !reader.has(name) {
            reader.refuse(name, "is missing: overage is a price in a currency for each begun block")
        }
        guard let block, let price, let currency else { return nil }
        return Overage(
            block: .gigabytes(block),
            price: Money(price, currency),
            maximum: maximum.map { Money($0, currency) }
        )
    }
}

extension ConfigurationReader {
    /// Whether at most one of some settings is given; a second one is a fault.
    fileprivate mutating func only(of paths: [String]) -> Bool {
        var given: [String] = []
        // Every one is asked for, so that all of them are known.
        for path in paths where has(path) { given.append(path) }
        guard let first = given.first, given.count > 1 else { return true }
        for path in given.dropFirst() { refuse(path, "can't be given together with \(first)") }
        return false
    }
}
