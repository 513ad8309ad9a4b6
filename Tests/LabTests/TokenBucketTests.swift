import DatacapCore
import Testing

@testable import Lab

struct TokenBucketTests {
    @Test func `everything together goes at the rate`() {
        var bucket = TokenBucket(rate: .megabits(80), burst: .zero, at: .zero)
        var time = Duration.zero
        for _ in 0..<1_000 { time = bucket.take(ByteCount(10_000), at: .zero) }
        #expect(abs(time.seconds - 1) < 1e-9)
    }

    @Test func `a rest earns the burst and no more`() {
        var bucket = TokenBucket(rate: .megabits(8), burst: ByteCount(500_000), at: .zero)
        #expect(bucket.take(ByteCount(500_000), at: .zero) <= .zero)
        #expect(bucket.take(ByteCount(1_000_000), at: .zero) == .seconds(1))
        #expect(bucket.take(ByteCount(500_000), at: .seconds(100)) <= .seconds(100))
        #expect(bucket.take(ByteCount(1_000_000), at: .seconds(100)) == .seconds(101))
    }

    @Test func `a change of rate neither forgives nor fills`() {
        var bucket = TokenBucket(rate: .megabits(8), burst: ByteCount(1_000_000), at: .zero)
        bucket.change(rate: .megabits(0.8), at: .zero)
        #expect(bucket.take(ByteCount(100_000), at: .zero) == .seconds(1))
    }

    @Test func `no rate is no wait`() {
        var bucket = TokenBucket(rate: nil, burst: .zero, at: .zero)
        #expect(bucket.take(ByteCount(.max / 2), at: .seconds(5)) == .seconds(5))
    }
}
