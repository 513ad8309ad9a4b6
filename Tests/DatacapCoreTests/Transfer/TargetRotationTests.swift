internal import DatacapCore
internal import Testing

@Suite struct TargetRotationTests {
    @Test func `streams spread over the URLs and then keep theirs`() {
        var rotation = TargetRotation(count: 2, seed: 1)
        let first = (0..<4).map { _ in rotation.next(previous: nil, streams: 4, at: .zero) }
        #expect(first == [0, 1, 0, 1])
        rotation.finish(1)
        #expect(rotation.next(previous: 1, streams: 4, at: .zero) == 1)
    }

    @Test func `fewer streams than URLs take turns`() {
        var rotation = TargetRotation(count: 3, seed: 1)
        var turns: [Int] = []
        var previous: Int?
        for _ in 0..<6 {
            guard let index = rotation.next(previous: previous, streams: 1, at: .zero) else { break }
            turns.append(index)
            rotation.finish(index)
            previous = index
        }
        #expect(turns == [0, 1, 2, 0, 1, 2])
    }

    @Test func `a URL that fails rests twice as long each time, up to the longest rest`() {
        var rotation = TargetRotation(count: 1, seed: 7)
        var now = Duration.zero
        for doublings in 0..<12 {
            #expect(rotation.next(previous: nil, streams: 1, at: now) == 0)
            let rest = rotation.fail(0, retryAfter: nil, at: now)
            let longest = min(Duration.seconds(1 << doublings), TargetRotation.longestRest)
            #expect(rest >= longest * 0.5 && rest <= longest)
            #expect(rotation.next(previous: nil, streams: 1, at: now) == nil)
            #expect(rotation.nextReturn(after: now) == now + rest)
            now += rest
        }
        #expect(rotation.nextReturn(after: now) == nil)
    }

    @Test func `streams that fail together are one failure`() {
        var rotation = TargetRotation(count: 1, seed: 7)
        for _ in 0..<4 { _ = rotation.next(previous: nil, streams: 4, at: .zero) }
        let rests = (0..<4).map { rotation.fail(0, retryAfter: nil, at: .milliseconds($0)) }
        #expect(rests[0] <= .seconds(1))
        #expect(rests[3] == rests[0] - .milliseconds(3))
        #expect(rotation.nextReturn(after: .zero) == rests[0])
    }

    @Test func `the others carry on while one rests`() {
        var rotation = TargetRotation(count: 2, seed: 7)
        #expect(rotation.next(previous: nil, streams: 1, at: .zero) == 0)
        _ = rotation.fail(0, retryAfter: nil, at: .zero)
        for _ in 0..<3 {
            #expect(rotation.next(previous: 1, streams: 1, at: .zero) == 1)
            rotation.finish(1)
        }
    }

    @Test func `a good transfer forgets failures, but not what the server asked for`() {
        var rotation = TargetRotation(count: 1, seed: 7)
        for _ in 0..<4 { _ = rotation.next(previous: nil, streams: 4, at: .zero) }
        _ = rotation.fail(0, retryAfter: nil, at: .zero)
        rotation.finish(0)
        #expect(rotation.nextReturn(after: .zero) == nil)
        #expect(rotation.fail(0, retryAfter: .seconds(60), at: .zero) == .seconds(60))
        rotation.finish(0)
        #expect(rotation.nextReturn(after: .zero) == .seconds(60))
        #expect(rotation.next(previous: nil, streams: 4, at: .seconds(60)) == 0)
    }

    @Test func `a server can't ask for more than a day`() {
        var rotation = TargetRotation(count: 1, seed: 7)
        _ = rotation.next(previous: nil, streams: 1, at: .zero)
        #expect(rotation.fail(0, retryAfter: .seconds(1_000_000), at: .zero) == TargetRotation.longestRetryAfter)
    }

    @Test func `an abandoned transfer is neither good nor bad`() {
        var rotation = TargetRotation(count: 2, seed: 7)
        #expect(rotation.next(previous: nil, streams: 2, at: .zero) == 0)
        rotation.abandon(0)
        #expect(rotation.nextReturn(after: .zero) == nil)
        #expect(rotation.next(previous: 0, streams: 2, at: .zero) == 0)
    }
}
