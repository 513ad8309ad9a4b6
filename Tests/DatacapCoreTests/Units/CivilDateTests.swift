import DatacapCore
import Testing

struct CivilDateTests {
    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-15", 14, "2028-01-15"), ("2026-01-01", -1, "2025-12-01"), ("1970-01-31", -11, "1969-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ])
    func `months are added by their number, the day clamped`(from: String, months: Int, to: String) throws {
        #expect(try Self.date(from).adding(months: months).description == to)
    }

    @Test(arguments: [
        ("1970-01-01", Weekday.thursday), ("2026-11-23", .monday), ("1969-12-28", .sunday), ("2000-02-29", .tuesday),
    ])
    func `has its weekday`(text: String, weekday: Weekday) throws {
        #expect(try Self.date(text).weekday == weekday)
    }

    @Test func `a week has its days in their order`() throws {
        let monday = try Self.date("2026-11-23")
        #expect((0..<7).map { monday.adding(days: $0).weekday } == Weekday.allCases)
        #expect(Weekday.allCases.map(\.iso) == Array(1...7))
        #expect(Weekday.monday < .sunday)
    }

    @Test(arguments: ["", "2026-02-29", "2026-1-01", "2026-01-01T", "2026/01/01", "+026-01-01"])
    func `is read from nothing else`(text: String) {
        #expect(CivilDate(text) == nil)
    }
}
