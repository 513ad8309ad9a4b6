import DatacapCore
import Testing

struct TestConditionsTests {
    private static let cycle = BillingCycle(start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 1))

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
        ("203.0.113.0/24", "203.0.113.255", true), ("203.0.113.0/24", "203.0.114.0", false),
        ("203.0.113.128/25", "203.0.113.127", false), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1", true), ("::ffff:192.0.2.1", "::ffff:c000:201", true),
        ("::/0", "fe80::1", true), ("fe80::/10", "febf::", true), ("fe80::/10", "fec0::", false),
        ("::1", "nonsense", false),
    ])
    func `blocks hold addresses`(block: String, address: String, expected: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(address) == expected)
    }

    @Test(arguments: [
        "", "203.0.113", "203.0.113.256", "203.0.113.07", "203.0.113.7/33", "203.0.113.7/", "203.0.113.7/-1",
        "1.2.3.4.5",
        ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::/129", ":1:2:3:4:5:6:7:8", "1:",
        ":1",
        "1:2:3:4:5:6:7::8", "host.example", "1.2.3.4/24/3", "::1.2.3",
    ])
    func `what isn't an address is refused`(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test func `a test begins only where it was meant to`() {
        var conditions = TestConditions(interface: "eth0")
        var line = LineOutlook(interface: "eth0", cycle: Self.cycle)
        #expect(conditions.obstacle(line) == nil)
        line.interface = "wg0"
        #expect(
            conditions.obstacle(line)
                == "the line isn't reached by eth0 (schedule.only_interface): it goes out by wg0"
        )
        line.interface = nil
        #expect(conditions.obstacle(line) == "the line isn't reached by eth0 (schedule.only_interface): there is none")
        conditions = TestConditions(address: AddressBlock("203.0.113.0/24"))
        #expect(conditions.obstacle(line)?.hasPrefix("the external address isn't known") == true)
        line.externalAddress = "198.51.100.1"
        #expect(conditions.obstacle(line)?.hasPrefix("the external address 198.51.100.1 doesn't lie in") == true)
        line.externalAddress = "203.0.113.9"
        #expect(conditions.obstacle(line) == nil)
    }

    @Test func `a line is busy above the limit, and not where there is no telling`() {
        let conditions = TestConditions(busy: .megabits(10))
        #expect(conditions.obstacle(LineOutlook(cycle: Self.cycle)) == nil)
        #expect(conditions.obstacle(LineOutlook(foreign: .megabits(10), cycle: Self.cycle)) == nil)
        #expect(conditions.obstacle(LineOutlook(foreign: .megabits(10.1), cycle: Self.cycle)) != nil)
        #expect(TestConditions().obstacle(LineOutlook(foreign: .megabits(900), cycle: Self.cycle)) == nil)
    }
}
