// Reads the line's bytes where its first line of input says, in JSON, once for every further line; prints what was read
// and what the ledger has then, one JSON object a line.
internal import Curl
internal import Daemon
internal import DatacapCore
internal import Glibc

guard let line = readLine(), let order = try? JSONReader.read(line.utf8), var source = UsageSource(node: order) else {
    exit(2)
}
try CurlLibrary.start()
var state = CounterState()
var ledger = Traffic.zero
while readLine() != nil {
    let answer: [UInt8]
    do throws(UsageSourceError) {
        let reading = try await source.read()
        let step = state.advance(reading)
        ledger += step.traffic
        answer = JSONWriter.object { json in
            reading.write(to: &json)
            json.member("ledger_down_bytes", ledger.down.bytes)
            json.member("ledger_up_bytes", ledger.up.bytes)
            json.array("events") { array in for event in step.events { array.element(event.text) } }
        }
    } catch {
        answer = JSONWriter.object { $0.member("error", "\(error)") }
    }
    let bytes = answer + [UInt8(ascii: "\n")]
    write(STDOUT_FILENO, bytes, bytes.count)
}

extension UsageSource {
    init?(node: JSONNode) {
        let interface = node["interface"]?.string
        switch node["source"]?.string {
        case "interface": self = .interface(InterfaceSource(name: interface))
        case "upnp":
            let port = node["search_port"]?.int.flatMap { UInt16(exactly: $0) } ?? RouterSearch.group.port
            let address = node["search_address"]?.string ?? RouterSearch.group.address
            let url = node["url"]?.string.flatMap { LocalURL($0) }
            self = .upnp(RouterSource(description: url, interface: interface, searched: (address, port)))
        case "vnstat":
            self = .vnstat(VnstatSource(interface: interface, program: node["program"]?.string ?? "vnstat"))
        default: return nil
        }
    }
}

extension CounterReading {
    func write(to json: inout JSONWriter) {
        json.member("source", source)
        json.member("time", time.rfc3339)
        json.member("uptime_seconds", uptime.seconds, places: 3)
        json.member("boot", boot)
        json.member("received_bytes", count?.received)
        json.member("sent_bytes", count?.sent)
        json.member("generation", count?.generation)
        json.member("link_mbps", linkSpeed?.megabitsPerSecond, places: 3)
    }
}
