extension FetchSample {
    /// A downloader that ran or waited for so much of the time, 0–1, had no time left.
    private static let busy = 0.9
    /// An interface carries so much of its nominal speed, gaps between frames and their headers taken off.
    private static let fullInterface = 0.93
    /// Payload comes with at most so many bytes of headers and sealing, as a share: IPv6 and TLS in small segments.
    private static let overhead = 1.1
    /// Less other traffic than that share of all is what counting at slightly different times makes.
    private static let noise = 0.05

    /// What limited the speed on this side, if anything did.
    var localLimit: LineSample.LocalLimit? {
        let seconds = interval.seconds
        guard seconds > 0 else { return nil }
        if (machine.cpu + machine.cpuWait).seconds >= Self.busy * seconds { return .processor }
        if let bytes = machine.interfaceBytes, let link = machine.linkSpeedMbps,
            Double(bytes) * 8e-6 >= Self.fullInterface * Double(link) * seconds
        {
            return .interface
        }
        return streams > 0 && machine.windowLimited * 2 > streams ? .receiveWindow : nil
    }

    /// What came in on the interface beyond the payload and its headers: others' traffic.
    var otherTraffic: BitRate { otherTraffic(beside: .zero) }

    /// The same beside a download of our own that this sample doesn't count.
    func otherTraffic(beside own: BitRate) -> BitRate {
        guard let all = machine.interfaceBytes else { return .zero }
        let payload = Double(total.bytes) + own.bytesPerSecond * interval.seconds
        let other = Double(all) - Self.overhead * payload
        guard other > Self.noise * Double(all) else { return .zero }
        return BitRate(ByteCount(Int64(other)), over: interval)
    }
}
