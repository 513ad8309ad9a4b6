import DatacapCore
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2026-11-22T21:12:25.277Z", 1_795_381_945_277),
        ("2000-02-29T23:59:59.999Z", 951_868_799_999), ("1969-12-31T23:59:59.001Z", -999),
    ])
    func `is written and read as RFC 3339`(text: String, milliseconds: Int64) throws {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test func `reads times without or with short fractions`() {
        #expect(Timestamp(rfc3339: "2024-01-01T12:00:00Z")?.milliseconds == 1_704_110_400_000)
        #expect(Timestamp(rfc3339: "2024-01-01T12:00:00.5Z")?.milliseconds == 1_704_110_400_500)
        #expect(Timestamp(rfc3339: "2024-01-01T12:00:00.123456Z")?.milliseconds == 1_704_110_400_123)
    }

    @Test(arguments: [
        "", "2024-01-01", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T12:00:00+01:00", "2024-01-01T12:00:00.Z", "2024-01-01T12:00:00.12x456Z", "x024-01-01T12:00:00Z",
    ])
    func `refuses everything else`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `days and dates are inverse over eight centuries`() {
        for day in stride(from: -150_000, through: 150_000, by: 7) {
            #expect(CivilDate(daysSince1970: day).daysSince1970 == day)
        }
    }
}
