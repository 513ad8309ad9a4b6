import DatacapCore
import Testing

struct ZoneFileTests {
    /// A zone file of version 2 or above without transitions, its clocks an hour ahead.
    private static func file(version: UInt8 = UInt8(ascii: "2"), footer: String = "CET-1") -> [UInt8] {
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let header = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts
        let block: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + Array("CET".utf8) + [0]
        return version == 0 ? header + block : header + block + header + block + Array("\n\(footer)\n".utf8)
    }

    @Test(arguments: [0, 0x32, 0x33, 0x34] as [UInt8])
    func `reads every version`(version: UInt8) throws {
        let zone = try ZoneRules(tzif: Self.file(version: version), name: "Test")
        #expect(zone.offset(at: Timestamp(milliseconds: 0)) == .seconds(3_600))
        #expect(zone.name == "Test")
    }

    @Test func `no cut of a file is read, and none crashes`() throws {
        let bytes = try ZoneDatabase.bytes("Europe/Berlin")
        for count in 0..<bytes.count {
            #expect(throws: ZoneError.self) { try ZoneRules(tzif: Array(bytes.prefix(count)), name: "Test") }
        }
    }

    @Test func `no change of a file crashes its reading or its use`() throws {
        var random = SplitMix64(seed: 5)
        let whole = try ZoneDatabase.bytes("America/New_York")
        var readable = 0
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let zone = try? ZoneRules(tzif: bytes, name: "Test") else { continue }
            readable += 1
            for time in [Int64(-1 << 42), 0, 1_795_392_000_000, 1 << 43] {
                let date = zone.local(Timestamp(milliseconds: time)).date
                #expect(zone.startOfDay(date).milliseconds <= time)
            }
        }
        #expect(readable > 5_000)
    }

    @Test func `a rule in the footer goes on for ever`() throws {
        /// The offset in hours in the January and the July of 2400.
        func hours(_ rule: String) throws -> [Int64] {
            let zone = try ZoneRules(tzif: Self.file(footer: rule), name: "Test")
            return try ["2400-01-15T12:00:00Z", "2400-07-15T12:00:00Z"].map { text in
                zone.offset(at: try #require(Timestamp(rfc3339: text))).milliseconds / 3_600_000
            }
        }
        #expect(try hours("") == [1, 1])
        #expect(try hours("<-03>3") == [-3, -3])
        #expect(try hours("CET-1CEST,M3.5.0,M10.5.0/3") == [1, 2])
        #expect(try hours("IST-1GMT0,M10.5.0,M3.5.0/1") == [0, 1])
        #expect(try hours("AEST-10AEDT,M10.1.0,M4.1.0/3") == [11, 10])
        // Summer time all the year (RFC 9636 §3.3.1), and days counted from new year.
        #expect(try hours("XXX3EDT4,0/0,J365/23") == [-4, -4])
        #expect(try hours("EST5EDT,J60,304/2") == [-5, -4])
        #expect(try hours("<+00>0<+02>-2,M3.5.0/-167,M10.5.0/167:59:59") == [0, 2])
    }

    @Test(arguments: [
        "CET", "C-1", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M13.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,0,366", "CET-1CEST,M3.5.0/168,M10.5.0", "<>1",
        "CET-1CEST,M3.5.0,M10.5.0x", "CET-1:60", "CET-0001",
    ])
    func `refuses what is no rule`(rule: String) {
        #expect(throws: ZoneError.rule(rule)) { try ZoneRules(tzif: Self.file(footer: rule), name: "Test") }
    }

    @Test func `refuses what is no zone, and what counts leap seconds`() throws {
        #expect(throws: ZoneError.noTZif) { try ZoneRules(tzif: Array("TZiX".utf8) + Self.file(), name: "Test") }
        #expect(throws: ZoneError.malformed("an unknown version")) {
            try ZoneRules(tzif: Self.file(version: 0x31), name: "Test")
        }
        #expect(throws: ZoneError.leapSeconds) {
            var bytes = Self.file(version: 0)
            // The third count is that of the leap seconds; one takes eight bytes.
            bytes[31] = 1
            return try ZoneRules(tzif: bytes + [0, 0, 0, 1, 0, 0, 0, 1], name: "Test")
        }
    }
}
