import DatacapCore
import Testing

@Suite struct SampleChainTests {
    @Test func `a sample is written as the chain covers it`() {
        var sample = SampleRecord(
            time: Timestamp(milliseconds: 1_800_000_000_123),
            duration: .milliseconds(1_000),
            amount: ByteCount(2_500_000),
            roundTrip: .microseconds(18_000),
            flaws: [.otherTraffic, .httpError]
        )
        #expect(sample.chainText == "1800000000123,1000000,2500000,18000,36")
        sample.roundTrip = nil
        #expect(sample.chainText == "1800000000123,1000000,2500000,,36")
        #expect(SampleRecord(chainText: sample.chainText) == sample)
    }

    @Test(arguments: [
        "", "1,2,3,4", "1,2,3,4,5,6", "1,2,3,,", "01,2,3,4,5", "+1,2,3,4,5", "1,2,3,4,5 ", "1,2,x,4,5", "1,2,3,-,5",
        "99999999999999999999,2,3,4,5",
    ])
    func `what no sample writes is no sample`(text: String) {
        #expect(SampleRecord(chainText: text) == nil)
    }
}
