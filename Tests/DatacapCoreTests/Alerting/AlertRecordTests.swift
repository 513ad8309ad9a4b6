import DatacapCore
import Testing

struct AlertRecordTests {
    private static let wall = Timestamp(milliseconds: 1_800_000_000_000)

    private func moment(_ seconds: Double) -> Moment {
        Moment(timestamp: Self.wall + .seconds(seconds), uptime: .seconds(1_000) + .seconds(seconds))
    }

    private func lines(_ text: [UInt8]) -> [[UInt8]] {
        text.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    private func read(_ text: String) throws(AlertRecordError) -> [(AlertRecord, Moment)] {
        var reader = AlertRecordReader()
        var records: [(AlertRecord, Moment)] = []
        for line in text.split(separator: "\n") { records.append(try reader.read(line.utf8)) }
        return records
    }

    private static let head =
        #"{"time":"2027-01-15T08:00:00.000Z","uptime_ms":5000,"recording":"datacap-alerts","version":1}"# + "\n"
    private static let stamp = #""time":"2027-01-15T08:00:01.000Z","uptime_ms":6000"#

    private static var rich: AlertSignals {
        var signals = AlertSignals()
        signals.flow = .flowing
        signals.throttle = .present(confidence: 0.875)
        signals.verdict = "The provider holds the line down: \"40\" \\ € \u{7F} of 400.\n"
        signals.speed = .megabits(40.123)
        signals.baseline = .megabits(400)
        signals.period = AlertSignals.Period(start: Timestamp(milliseconds: 0), limit: .gigabytes(50))
        signals.used = ByteCount(12_345_678_901)
        signals.forecast = .gigabytes(60)
        signals.restarts = 3
        signals.host = "probe"
        signals.dashboardURL = "http://localhost:8000/"
        return signals
    }

    @Test func `what is written is read again, over random changes`() throws {
        var random = SplitMix64(seed: 11)
        var writer = AlertRecordWriter()
        var reader = AlertRecordReader()
        var signals = Self.rich
        for second in 0..<2_000 {
            let dice = Int(random.nextUnit() * 12)
            switch dice {
            case 0: signals.flow = [.unwanted, .flowing, .starved][second % 3]
            case 1: signals.throttle = [.untold, .absent, .present(confidence: random.nextUnit())][second % 3]
            case 2: signals.speed = signals.speed == nil ? .megabits(random.nextUnit() * 900) : nil
            case 3: signals.speed = .megabits(random.nextUnit() * 900)
            case 4: signals.baseline = random.nextUnit() < 0.5 ? nil : .megabits(random.nextUnit() * 900)
            case 5:
                signals.period = random.nextUnit() < 0.5 ? nil : .init(start: Self.wall, limit: .gigabytes(1))
            case 6: signals.forecast = random.nextUnit() < 0.5 ? nil : ByteCount(Int64(second))
            case 7: signals.restarts += 1
            case 8: signals.verdict = "\(second) \u{1}\t\u{1F600}"
            default: break
            }
            signals.used += ByteCount(Int64(random.nextUnit() * 1e8))
            var latest: AlertSignals?
            let text = writer.lines(signals, at: moment(Double(second)))
            for line in lines(text) {
                let (record, time) = try reader.read(line)
                #expect(time == moment(Double(second)))
                if case .look(let read) = record { latest = read }
            }
            if !text.isEmpty { #expect(latest == signals.asRecorded) }
        }
    }

    @Test func `a recording begins with a header that says whether something was lost`() throws {
        for hasLost in [false, true] {
            var writer = AlertRecordWriter(hasLost: hasLost)
            let text = String(decoding: writer.lines(Self.rich, at: moment(0)), as: UTF8.self)
            let records = try read(text)
            #expect(records.map(\.0) == [.header(hasLost: hasLost), .look(Self.rich)])
        }
    }

    @Test func `a look is a line when a rule could see it, and once a minute`() {
        var writer = AlertRecordWriter()
        var signals = Self.rich
        #expect(lines(writer.lines(signals, at: moment(0))).count == 2)
        #expect(writer.lines(signals, at: moment(1)).isEmpty)
        signals.verdict = "Otherwise."
        signals.baseline = .megabits(401)
        signals.used += ByteCount(4_000_000)
        #expect(writer.lines(signals, at: moment(2)).isEmpty)
        signals.used += ByteCount(1_000_001)
        #expect(lines(writer.lines(signals, at: moment(3))).count == 1)
        signals.speed = .megabits(41)
        #expect(lines(writer.lines(signals, at: moment(4))).count == 1)
        #expect(writer.lines(signals, at: moment(63)).isEmpty)
        #expect(lines(writer.lines(signals, at: moment(64))).count == 1)
    }

    @Test func `a day of a busy test has less than 5 MB, one of rest less than 150 kB`() {
        var random = SplitMix64(seed: 3)
        var (writer, rest) = (AlertRecordWriter(), AlertRecordWriter())
        var signals = Self.rich
        var quiet = AlertSignals()
        quiet.host = "probe"
        var (bytes, restBytes) = (0, 0)
        for second in 0..<86_400 {
            if second % 2 == 0 { signals.speed = .megabits(350 + 100 * random.nextUnit()) }
            signals.used += ByteCount(50_000_000)
            signals.period?.limit = .gigabytes(5_000)
            bytes += writer.lines(signals, at: moment(Double(second))).count
            restBytes += rest.lines(quiet, at: moment(Double(second))).count
        }
        #expect((4_000_000..<5_000_000).contains(bytes), "\(bytes)")
        #expect((80_000..<150_000).contains(restBytes), "\(restBytes)")
    }

    @Test(arguments: [
        ("", "nothing", "must be the header"), ("{}", "no time", "\"time\""), ("[]", "no object", "header"),
        (head + "{", "no JSON", "not JSON: column 2"),
        ("{\(stamp)}", "a look without a header", "must be the header"),
        (#"{"recording":"other","version":1,\#(stamp)}"#, "another mark", "must be the header"),
        (#"{"recording":"datacap-alerts","version":2,\#(stamp)}"#, "another version", "\"version\" must be 1"),
        (#"{"recording":"datacap-alerts",\#(stamp)}"#, "no version", "\"version\""),
        (#"{"recording":"datacap-alerts","version":1,"lost":false,\#(stamp)}"#, "a false loss", "\"lost\""),
        (#"{"recording":"datacap-alerts","version":1,"flow":"flowing",\#(stamp)}"#, "more in a header", "\"flow\""),
        (head + #"{"uptime_ms":6000}"#, "no time", "\"time\""),
        (head + #"{"time":"2027-01-15T08:00:01+01:00","uptime_ms":6000}"#, "another zone", "\"time\""),
        (head + #"{"time":"2027-01-15T08:00:01.000Z","uptime_ms":4999}"#, "time going back", "must not go back"),
        (head + #"{"time":"2027-01-15T08:00:01.000Z","uptime_ms":6000.5}"#, "half a millisecond", "\"uptime_ms\""),
        (head + #"{\#(stamp),"sped_mbps":1}"#, "an unknown member", "\"sped_mbps\" is unknown"),
        (head + #"{\#(stamp),"speed_mbps":-1}"#, "a negative speed", "\"speed_mbps\""),
        (head + #"{\#(stamp),"speed_mbps":"1"}"#, "a speed as text", "\"speed_mbps\""),
        (head + #"{\#(stamp),"used_bytes":null}"#, "no use", "\"used_bytes\""),
        (head + #"{\#(stamp),"flow":"Flowing"}"#, "another flow", "\"flow\""),
        (head + #"{\#(stamp),"throttle":"present"}"#, "no confidence", "\"confidence\""),
        (head + #"{\#(stamp),"throttle":"present","confidence":1.1}"#, "too much of it", "\"confidence\""),
        (head + #"{\#(stamp),"confidence":0.5}"#, "confidence alone", "\"confidence\""),
        (head + #"{\#(stamp),"period":{"start":"2027-01-15T08:00:01Z"}}"#, "half a period", "\"period\""),
        (head + #"{\#(stamp),"restarts":1,"restarts":2}"#, "a member twice", "not JSON"),
    ])
    func `what the grammar doesn't have is refused`(text: String, what: String, told: String) {
        let error = #expect(throws: AlertRecordError.self, "\(what)") {
            if text.isEmpty {
                var reader = AlertRecordReader()
                _ = try reader.read("0".utf8)
            } else {
                _ = try read(text)
            }
        }
        #expect(error?.description.contains(told) == true, "\(what): \(error?.description ?? "")")
    }
}
