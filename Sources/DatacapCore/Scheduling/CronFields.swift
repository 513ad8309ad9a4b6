/// Reads the fields of a cron expression one after the other.
struct CronFields {
    /// What the fields are for, in their order.
    enum Field: String {
        case minute
        case hour
        case day = "day of the month"
        case month
        case weekday = "day of the week"

        var range: ClosedRange<Int> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .day: 1...31
            case .month: 1...12
            case .weekday: 0...7
            }
        }

        /// The English names; the first stands for the range's first number.
        var names: [String] {
            switch self {
            case .minute, .hour, .day: []
            case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
            }
        }
    }

    private static let shortForms = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The fields that a short form stands for; `nil` for what isn't one.
    func longForm() throws(CronError) -> String? {
        guard bytes.first == UInt8(ascii: "@") else { return nil }
        guard let long = Self.shortForms[String(decoding: bytes, as: UTF8.self)] else {
            throw CronError(
                column: 1,
                reason: "must be one of \(Self.shortForms.keys.sorted().joined(separator: ", "))"
            )
        }
        return long
    }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() { while current == 32 || current == 9 { place += 1 } }

    private func fault(_ reason: String, at column: Int? = nil) -> CronError {
        CronError(column: (column ?? place) + 1, reason: reason)
    }

    /// Reads the next field.
    mutating func next(_ field: Field) throws(CronError) -> CronSet {
        skipBlanks()
        guard let first = current else { throw fault("the \(field.rawValue) is missing: five fields are needed") }
        var set = CronSet()
        set.isOpen = first == UInt8(ascii: "*")
        repeat { try readItem(field, into: &set) } while take(UInt8(ascii: ","))
        guard current == nil || current == 32 || current == 9 else {
            throw fault("the \(field.rawValue) can't hold \"\(word(from: place))\"")
        }
        return set
    }

    /// Makes sure that nothing follows.
    mutating func end() throws(CronError) {
        skipBlanks()
        if current != nil { throw fault("five fields are enough") }
    }

    private mutating func readItem(_ field: Field, into set: inout CronSet) throws(CronError) {
        let start = place
        var low = field.range.lowerBound
        var high = field == .weekday ? 6 : field.range.upperBound
        var isRange = true
        if !take(UInt8(ascii: "*")) {
            low = try readValue(field)
            isRange = take(UInt8(ascii: "-"))
            high = isRange ? try readValue(field) : low
            // “fri-sun” ends with the seventh day, not with day zero.
            if isRange, field == .weekday, high == 0 { high = 7 }
            guard low <= high else { throw fault("a range must go up", at: start) }
        }
        var step = 1
        if take(UInt8(ascii: "/")) {
            let column = place
            guard isRange else { throw fault("a step needs a range or * before it", at: start) }
            guard let number = readNumber(), number > 0 else {
                throw fault("a step must be a number from 1", at: column)
            }
            step = number
        }
        for value in stride(from: low, through: high, by: step) {
            set.insert(field == .weekday ? value % 7 : value)
        }
    }

    private mutating func readValue(_ field: Field) throws(CronError) -> Int {
        let start = place
        if let number = readNumber() {
            guard field.range.contains(number) else {
                let range = field.range
                throw fault("the \(field.rawValue) must be \(range.lowerBound) to \(range.upperBound)", at: start)
            }
            return number
        }
        let name = word(from: start)
        guard let index = field.names.firstIndex(of: name.lowercased()) else {
            let kinds = field.names.isEmpty ? "a number or *" : "a number, a name such as \(field.names[1]), or *"
            throw fault("the \(field.rawValue) needs \(kinds)\(name.isEmpty ? "" : ", has \"\(name)\"")", at: start)
        }
        place += name.utf8.count
        return index + field.range.lowerBound
    }

    private mutating func readNumber() -> Int? {
        let start = place
        var number = 0
        while let byte = current, (48...57).contains(byte), place - start < 4 {
            number = number * 10 + Int(byte - 48)
            place += 1
        }
        return place > start ? number : nil
    }

    /// The text up to what can't belong to a word.
    private func word(from start: Int) -> String {
        let end = bytes[start...].firstIndex { $0 <= 32 || ",-/".utf8.contains($0) } ?? bytes.count
        return String(decoding: bytes[start..<max(end, min(start + 1, bytes.count))], as: UTF8.self)
    }
}
