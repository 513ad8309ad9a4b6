internal import DatacapCore
internal import FoundationEssentials
internal import GRDB

/// Appends samples to the chain within one transaction.
struct SampleAppender {
    private let database: Database
    private let insert: Statement
    private var number: Int64
    private var head: [UInt8]

    /// Begins after the last row of the chain.
    init(_ database: Database) throws {
        self.database = database
        insert = try database.cachedStatement(sql: "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?)")
        let last = try Row.fetchOne(database, sql: "SELECT number, hash FROM sample ORDER BY number DESC LIMIT 1")
        number = last?["number"] ?? 0
        head = (last?["hash"] as Data?).map(Array.init) ?? SampleRun.genesis
    }

    mutating func append(_ sample: SampleRecord) throws {
        number += 1
        head = RowChain.hash(of: sample, after: head)
        try insert.execute(arguments: [
            number, sample.time.milliseconds, sample.duration.microseconds, sample.amount.bytes,
            sample.roundTrip?.microseconds, sample.flaws.rawValue, Data(head),
        ])
    }
}
