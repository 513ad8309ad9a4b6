import DatacapCore
import Testing

/// What vnstat prints, taken and refused.
struct VnstatTotalsTests {
    private static let vnstat = """
        {"vnstatversion":"2.10","jsonversion":"2","interfaces":[{"name":"lo","traffic":{"total":{"rx":1,"tx":1}}},\
        {"name":"eth0","alias":"","updated":{"date":{"year":2026,"month":11,"day":23},"timestamp":1795415440},\
        "traffic":{"total":{"rx":9007199254740991,"tx":586},"day":[]}}]}
        """

    @Test func `both versions of vnstat's JSON are read`() throws {
        let new = try VnstatTotals(Self.vnstat.utf8, interface: "eth0")
        #expect(new.count == CounterReading.Count(received: 9_007_199_254_740_991, sent: 586))
        #expect(new.updated == Timestamp(milliseconds: 1_795_415_440_000))
        let old = """
            {"vnstatversion":"1.18","jsonversion":"1","interfaces":[{"id":"eth0","nick":"eth0","updated":{"date":{"year":\
            2018,"month":4,"day":1},"time":{"hour":5,"minutes":25}},"traffic":{"total":{"rx":3,"tx":5},"days":[]}}]}
            """
        let totals = try VnstatTotals(old.utf8, interface: "eth0")
        #expect(totals.count == CounterReading.Count(received: 3_072, sent: 5_120))
        #expect(totals.updated == nil)
    }

    @Test func `what isn't vnstat's is refused with its reason`() {
        #expect(throws: VnstatError.noInterface("wlan0")) { try VnstatTotals(Self.vnstat.utf8, interface: "wlan0") }
        for text in ["Error: no database", "{}", #"{"jsonversion":"3","interfaces":[]}"#] {
            #expect(throws: VnstatError.self) { try VnstatTotals(text.utf8, interface: "eth0") }
        }
        let negative = Self.vnstat.replacing("586", with: "-586")
        #expect(throws: VnstatError.self) { try VnstatTotals(negative.utf8, interface: "eth0") }
    }
}
