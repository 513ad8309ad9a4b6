internal import DatacapCore
internal import FoundationEssentials
internal import GRDB

/// Reads the columns of a row, one after the other, as the table has them.
struct ColumnReader {
    private let row: Row
    private var index = 0

    init(_ row: Row) { self.row = row }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value {
        defer { index += 1 }
        return row[index]
    }

    mutating func optional<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value? {
        defer { index += 1 }
        return row[index]
    }

    mutating func time() -> Timestamp { Timestamp(milliseconds: next()) }

    mutating func optionalTime() -> Timestamp? { (optional() as Int64?).map(Timestamp.init(milliseconds:)) }

    mutating func amount() -> ByteCount { ByteCount(next()) }

    mutating func optionalAmount() -> ByteCount? { (optional() as Int64?).map { ByteCount($0) } }

    mutating func duration() -> Duration { .microseconds(next() as Int64) }

    mutating func optionalDuration() -> Duration? { (optional() as Int64?).map { .microseconds($0) } }

    mutating func flaws() -> Flaws { Flaws(rawValue: next()) }

    mutating func interval() -> RateInterval? {
        let (rate, low, high) = (optional() as Double?, optional() as Double?, optional() as Double?)
        guard let rate, let low, let high else { return nil }
        return RateInterval(
            rate: BitRate(bitsPerSecond: rate),
            low: BitRate(bitsPerSecond: low),
            high: BitRate(bitsPerSecond: high)
        )
    }

    mutating func word<Word: RawRepresentable>(of table: String) throws(HistoryError) -> Word
    where Word.RawValue == String {
        let text: String = next()
        guard let word = Word(rawValue: text) else { throw .corrupt(reason: "'\(text)' in the table \(table)") }
        return word
    }
}

extension SampleRecord {
    init(_ columns: inout ColumnReader) {
        self.init(
            time: columns.time(),
            duration: columns.duration(),
            amount: columns.amount(),
            roundTrip: columns.optionalDuration(),
            flaws: columns.flaws()
        )
    }

    /// Reads the samples of a range, the end left out, in the order of their coming.
    static func fetch(_ database: Database, from start_ms: Int64, to end_ms: Int64) throws -> [SampleRecord] {
        let sql = """
            SELECT time_ms, duration_us, bytes, round_trip_us, flaws FROM sample INDEXED BY sample_time
            WHERE time_ms >= ? AND time_ms < ? ORDER BY number
            """
        return try Row.fetchAll(database, sql: sql, arguments: [start_ms, end_ms]).map { row in
            var columns = ColumnReader(row)
            return SampleRecord(&columns)
        }
    }
}

extension SessionRecord {
    init(_ columns: inout ColumnReader) {
        self.init(
            began: columns.time(),
            ended: columns.optionalTime(),
            mode: columns.next(),
            amount: columns.amount(),
            reason: columns.optional()
        )
    }
}

extension TestRecord {
    init(_ columns: inout ColumnReader) throws(HistoryError) {
        self.init(
            began: columns.time(),
            ended: columns.time(),
            kind: try columns.word(of: "test"),
            end: try columns.word(of: "test"),
            rate: columns.interval(),
            amount: columns.amount(),
            interfaceAmount: columns.optionalAmount(),
            connect: columns.optionalDuration(),
            roundTrip: columns.optionalDuration(),
            flaws: columns.flaws()
        )
    }
}

extension NumberedIncident {
    init(_ columns: inout ColumnReader) {
        let number: Int64 = columns.next()
        let record = IncidentRecord(
            began: columns.time(),
            noticed: columns.time(),
            ended: columns.optionalTime(),
            kind: columns.next(),
            accuses: columns.next(),
            sentence: columns.next(),
            before: columns.interval(),
            after: columns.interval(),
            confidence: columns.next(),
            cycleUsage: columns.optionalAmount()
        )
        self.init(number: number, record: record)
    }
}

extension EventRecord {
    init(_ columns: inout ColumnReader) throws(HistoryError) {
        self.init(time: columns.time(), kind: try columns.word(of: "event"), text: columns.next())
    }
}

extension UsageSlot {
    init(_ columns: inout ColumnReader) {
        self.init(
            start: columns.time(),
            traffic: Traffic(down: columns.amount(), up: columns.amount()),
            uncertain: columns.amount()
        )
    }
}

extension ChainedSample {
    init(_ columns: inout ColumnReader) {
        let number: Int64 = columns.next()
        let sample = SampleRecord(&columns)
        let hash: Data = columns.next()
        self.init(number: number, sample: sample, hash: Array(hash))
    }
}
