import Testing

@testable import Daemon

struct ProcTextTests {
    @Test func `a process is read whatever its name is`() throws {
        let text = """
            402 (a) b (c) d) S 387 402 387 0 -1 4194304 1500 0 0 0 12 34 0 0 20 0 7 0 238000 312345600 5059 \
            18446744073709551615 1 1 0 0 0 0 0 4096 17640
            """
        let status = try #require(ProcText.process(text))
        #expect(status.cpuTicks == 46)
        #expect(status.threads == 7)
        #expect(status.startTicks == 238_000)
        #expect(status.virtualBytes == 312_345_600)
        #expect(status.residentPages == 5_059)
    }

    @Test(arguments: ["", "402", "402 (x", "402 (x) S 1 2 3"])
    func `what is no process status is none`(text: String) {
        #expect(ProcText.process(text) == nil)
    }

    @Test func `the default route with the lowest metric counts`() throws {
        let text = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
            eth0\t00000000\tFE01A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
            eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
            """
        let route = try #require(ProcText.defaultRoute(text))
        #expect(route.interface == "eth0")
        #expect(route.gateway == "192.168.1.254")
        #expect(ProcText.defaultRoute("Iface\n") == nil)
    }

    @Test func `memory, loads and uptime are read`() {
        #expect(ProcText.memory("MemTotal:       16 kB\nMemFree: 8 kB\n", "MemTotal") == 16_384)
        #expect(ProcText.memory("MemTotalX: 16 kB\n", "MemTotal") == nil)
        #expect(ProcText.loads("0.50 1.25 2.00 1/234 5678\n") == [0.5, 1.25, 2])
        #expect(ProcText.uptime("12345.67 23456.78\n") == 12345.67)
    }

    @Test func `an interface's bytes are found by its whole name`() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo:     120       2    0    0    0     0          0         0      120       2    0    0    0     0       0          0
              eth0:18446744073709551615 9 0 0 0 0 0 0 4242 7 0 0 0 0 0 0
            eth0.7: 1 1 0 0 0 0 0 0 2 1 0 0 0 0 0 0
              bad0: 1 x
            """
        #expect(ProcText.traffic(text, of: "eth0")?.received == .max)
        #expect(ProcText.traffic(text, of: "eth0")?.sent == 4_242)
        #expect(ProcText.traffic(text, of: "eth0.7")?.sent == 2)
        for name in ["eth", "eth1", "bad0", "face |bytes", ""] { #expect(ProcText.traffic(text, of: name) == nil) }
    }

    @Test func `the IPv6 default route with the lowest metric counts, and loopback's isn't one`() {
        let zero = String(repeating: "0", count: 32)
        let gateway = "fe80" + String(repeating: "0", count: 27) + "1"
        let text = """
            \(zero) 00 \(zero) 00 \(gateway) 00000400 00000001 00000000 00450003     eth1
            \(zero) 00 \(zero) 00 \(gateway) 00000064 00000001 00000000 00450003     eth0
            \(zero) 00 \(zero) 00 \(zero) 00000001 00000001 00000000 00200200       lo
            20010db8\(String(repeating: "0", count: 24)) 20 \(zero) 00 \(zero) 00000001 00000001 00000000 00000001    wg0
            """
        #expect(ProcText.defaultInterface6(text) == "eth0")
        #expect(ProcText.defaultInterface6("") == nil)
    }
}
